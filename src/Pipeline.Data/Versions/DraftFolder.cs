using Pipeline.Core.Artifacts;

namespace Pipeline.Data.Versions;

/// <summary>Files on their way to a place on the same disk; a killed process leaves one here, and nothing at the place.</summary>
/// <param name="path">Made where needed.</param>
internal sealed class DraftFolder(string path)
{
    private const string Extension = ".draft";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>A path that nothing is at. Machines that share a remote must not meet, so that chance names it.</summary>
    public string New()
    {
        FolderSync.Create(path);
        return Path.Combine(path, Path.GetRandomFileName() + Extension);
    }

    /// <summary>Removes what processes that are long gone left behind.</summary>
    public void Sweep(DateTimeOffset now)
    {
        if (!Directory.Exists(path))
            return;
        foreach (var draft in new DirectoryInfo(path).EnumerateFiles("*" + Extension))
        {
            if (now - draft.LastWriteTimeUtc > Longest)
                draft.Delete();
        }
    }
}
