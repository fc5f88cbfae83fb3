using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

/// <summary>A clone of a team's repository, with a folder that it shares with other clones as its remote.</summary>
internal sealed class SomeClone : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="remote">The shared folder; null for a clone that has none.</param>
    public SomeClone(string? remote = null)
    {
        Directory.CreateDirectory(_folder[".git"]);
        if (remote is not null)
            _folder.Write(".dvc/config", $"[core]\n    remote = storage\n['remote \"storage\"']\n    url = {remote}\n");
    }

    public string Root => _folder.Path;

    public List<string> Warnings { get; } = [];

    /// <summary>The files, but for what DVC and we keep to ourselves.</summary>
    public IEnumerable<string> Files => _folder.Files.Where(x => !x.StartsWith(".dvc/tmp/", StringComparison.Ordinal));

    public string this[params string[] parts] => _folder[parts];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DatasetVersions Versions => new(Root, TimeProvider.System, new Warned(Warnings));

    public void Write(string name, string text) => _folder.Write(name, text);

    public string Read(string name) => _folder.Read(name);

    public Task<Validated<SnapshotResult>> SnapshotAsync(string path) => Versions.SnapshotAsync(this[path], Token);

    public Task<Validated<TransferCount>> PushAsync(string path) => Versions.PushAsync(this[path], Token);

    public Task<Validated<TransferCount>> PullAsync(string path, bool force = false) =>
        Versions.PullAsync(this[path], force, Token);

    public Task<Pipeline.Models.Documents.DatasetVersion?> FindAsync(string path) => FindAsync(path, []);

    public Task<Pipeline.Models.Documents.DatasetVersion?> FindAsync(string path, params string[] read) =>
        Versions.FindAsync(this[path], [.. read.Select(x => this[x])], Token);

    public Task<Validated<string>> ResolveAsync(string path) =>
        DataPointer.ResolveAsync(this[path], TimeProvider.System, new Warned(Warnings), Token);

    /// <summary>Gets a file of another clone, as Git would bring it.</summary>
    public void Fetch(SomeClone other, string name) => Write(name, other.Read(name));

    public string Object(string id) => this[".dvc", "cache", "files", "md5", id[..2], id[2..]];

    public void Dispose() => _folder.Dispose();

    private sealed class Warned(List<string> warnings) : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
            if (value is StepEvent.Warned warned)
                warnings.Add(warned.Message);
        }
    }
}
