using System.Globalization;
using System.Text;
using Pipeline.Core.Environments;
using Pipeline.Core.Identity;

namespace Pipeline.Deployment.Processes;

/// <summary>The gateway's program as it was built, and its copies in environments.</summary>
/// <param name="source">The folder that it was built or published to.</param>
public sealed class GatewayProgram(string source)
{
    private const string Name = "Pipeline.Gateway";

    private static int _drafts;

    /// <summary>Copies the program into the environment once for each build of it, and answers with what to run there.</summary>
    /// <exception cref="GatewayNotLaunchedException">The program is not where it should be.</exception>
    public async Task<string> InstallAsync(EnvironmentFolder folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(source, Name)))
            throw new GatewayNotLaunchedException(folder.Path, $"There is no program '{Name}' in '{source}'; build it first.");
        var target = Path.Combine(folder.Programs, (await DigestAsync(cancellationToken)).Hex[..16]);
        if (!Directory.Exists(target))
            Copy(DraftOf(target), target);
        return Path.Combine(target, Name);
    }

    private static string DraftOf(string target) => string.Create(
        CultureInfo.InvariantCulture, $"{target}.{Environment.ProcessId}-{Interlocked.Increment(ref _drafts)}");

    private IEnumerable<string> Files() => Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
        .Select(x => Path.GetRelativePath(source, x))
        .Where(x => !x.EndsWith(".pdb", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private async Task<Digest> DigestAsync(CancellationToken cancellationToken)
    {
        var all = new StringBuilder();
        foreach (var file in Files())
        {
            var digest = await Digest.OfFileAsync(Path.Combine(source, file), cancellationToken);
            all.Append(file).Append(' ').Append(digest).Append('\n');
        }

        return Digest.OfText(all.ToString());
    }

    /// <summary>The rename makes it appear as a whole; of two at once, the second finds it there.</summary>
    private void Copy(string draft, string target)
    {
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        foreach (var file in Files())
        {
            var copy = Path.Combine(draft, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(source, file), copy);
        }

        try
        {
            Directory.Move(draft, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            Directory.Delete(draft, recursive: true);
        }
    }
}
