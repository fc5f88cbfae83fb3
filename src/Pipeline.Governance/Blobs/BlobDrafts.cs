using System.Globalization;

namespace Pipeline.Governance.Blobs;

/// <summary>Files that become blobs when they are whole, and what killed processes left of such files.</summary>
internal sealed class BlobDrafts(string folder)
{
    private const int Attempts = 100;

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private static int _drafts;

    private int _isSwept;

    /// <summary>A new file that no other process writes to. The first one is the occasion to sweep.</summary>
    public FileStream Create()
    {
        Directory.CreateDirectory(folder);
        for (var attempt = 1; ; attempt++)
        {
            var number = Interlocked.Increment(ref _drafts);
            var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{number}");
            try
            {
                var draft = Open(name, FileMode.CreateNew);
                Sweep(draft.Name);
                return draft;
            }
            catch (IOException) when (attempt < Attempts)
            {
                // A process of the same number left it behind, or works beside us in another container.
            }
        }
    }

    /// <summary>
    /// Removes drafts that nobody holds and that are an hour older than a new one: by the clock of the file system, which
    /// dated both.
    /// </summary>
    private void Sweep(string newDraft)
    {
        if (Interlocked.Exchange(ref _isSwept, 1) != 0)
            return;
        var oldest = File.GetLastWriteTimeUtc(newDraft) - Abandoned;
        foreach (var path in Directory.EnumerateFiles(folder).Where(x => File.GetLastWriteTimeUtc(x) < oldest))
            Remove(path);
    }

    private void Remove(string path)
    {
        try
        {
            using (Open(Path.GetFileName(path), FileMode.Open))
            {
            }

            File.Delete(path);
        }
        catch (IOException)
        {
            // Its writer holds it after all, or somebody else has just removed it.
        }
    }

    private FileStream Open(string name, FileMode mode) =>
        new(Path.Combine(folder, name), mode, FileAccess.ReadWrite, FileShare.None);
}
