using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Versions;

/// <summary>A folder with a <c>.dvc</c> folder in it, and what that says.</summary>
internal sealed class DvcProject
{
    private const string FolderName = ".dvc";

    private DvcProject(string root, DvcConfiguration configuration) => (Root, Configuration) = (root, configuration);

    /// <summary>Absolute.</summary>
    public string Root { get; }

    public DvcConfiguration Configuration { get; }

    /// <summary>The <c>.dvc</c> folder, where relative paths of the configuration begin.</summary>
    public string Folder => Path.Combine(Root, FolderName);

    /// <summary>Files on their way into the workspace.</summary>
    public DraftFolder Drafts => new(Path.Combine(StateFolder, "drafts"));

    public ObjectStore Cache => new(Path.GetFullPath(Configuration.CacheFolder ?? "cache", Folder), isShared: false);

    /// <summary>The project that a folder belongs to: the nearest above it, not beyond its repository; null for none.</summary>
    public static async Task<Validated<DvcProject>?> FindAsync(string folder, CancellationToken cancellationToken)
    {
        var root = Upwards(folder).FirstOrDefault(x => Directory.Exists(Path.Combine(x, FolderName)) || IsRepository(x));
        return root is not null && Directory.Exists(Path.Combine(root, FolderName))
            ? await OpenAsync(root, cancellationToken)
            : null;
    }

    /// <summary>Makes what DVC's init makes: at the root of the repository above the data, else at the given root.</summary>
    /// <param name="folder">Of the data.</param>
    /// <param name="root">Must be the folder or above it.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task<Validated<DvcProject>> CreateAsync(string folder, string root, CancellationToken cancellationToken)
    {
        var above = Upwards(folder).ToList();
        var repository = above.Find(IsRepository);
        var place = repository ?? Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!above.Contains(place))
        {
            return Validated.Invalid<DvcProject>(new Problem(
                folder, null, null, $"The data lies outside of '{place}', so that no project can keep it.", "Move it there."));
        }

        var home = Path.Combine(place, FolderName);
        if (repository is not null)
            await AtomicFile.WriteTextAsync(Path.Combine(home, ".gitignore"), "/config.local\n/tmp\n/cache\n", cancellationToken);
        await AtomicFile.WriteTextAsync(
            Path.Combine(home, "config"), repository is null ? "[core]\n    no_scm = True\n" : "", cancellationToken);
        Directory.CreateDirectory(Path.Combine(home, "tmp"));
        return await OpenAsync(place, cancellationToken);
    }

    /// <summary>MD5 digests, kept beside DVC's own temporary files.</summary>
    public Task<DigestCache> OpenDigestsAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        DigestCache.OpenAsync(Path.Combine(StateFolder, "digests"), clock, cancellationToken);

    /// <summary>A file that is there while a folder is checked out, and after a kill: it may be of two versions.</summary>
    public string UnfinishedMark(string target) =>
        Path.Combine(StateFolder, "unfinished", Digest.OfText(Show(target)).Hex);

    /// <summary>A path as people know it: from the root, with '/'.</summary>
    public string Show(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The store that a pointer's data goes to.</summary>
    /// <param name="name">Null for the default remote.</param>
    public Validated<ObjectStore> Remote(string? name)
    {
        var url = Configuration.RemoteUrl(name);
        return url.IsValid
            ? Validated.Valid(new ObjectStore(Path.GetFullPath(url.Value, Folder), isShared: true))
            : Validated.Invalid<ObjectStore>(url.Problems);
    }

    private string StateFolder => Path.Combine(Folder, "tmp", "pipeline");

    private static async Task<Validated<DvcProject>> OpenAsync(string root, CancellationToken cancellationToken)
    {
        var configuration = await DvcConfiguration.ReadAsync(Path.Combine(root, FolderName), cancellationToken);
        return configuration.IsValid
            ? Validated.Valid(new DvcProject(root, configuration.Value))
            : Validated.Invalid<DvcProject>(configuration.Problems);
    }

    private static bool IsRepository(string folder) => Path.Exists(Path.Combine(folder, ".git"));

    private static IEnumerable<string> Upwards(string folder)
    {
        for (var step = Path.GetFullPath(folder); step is not null; step = Path.GetDirectoryName(step))
            yield return step;
    }
}
