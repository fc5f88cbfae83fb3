using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Models;
using Pipeline.Core.Problems;
using Pipeline.Evaluation;
using Pipeline.Governance.Blobs;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Storage;

namespace Pipeline.Targets.Delivery;

/// <summary>The registry of this repository, and the files of versions by digest.</summary>
internal sealed class ModelShelf : IAsyncDisposable
{
    private const string PayloadDocument = "payload";
    private const string LearnedDocument = "learned";

    private readonly ModelWorkspace _workspace;
    private readonly SqliteJournal _journal;
    private readonly BlobStore _blobs;

    private ModelShelf(ModelWorkspace workspace, SqliteJournal journal, ModelRegistry registry, RegistryLocation location)
    {
        (_workspace, _journal, Registry, Location) = (workspace, journal, registry, location);
        _blobs = new BlobStore(location.StorePath);
    }

    public ModelRegistry Registry { get; }

    public RegistryLocation Location { get; }

    public static async Task<ModelShelf> OpenAsync(
        ModelWorkspace workspace, Actor actor, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var location = RegistryLocation.Resolve(variables, workspace.Root).OrThrow();
        var journal = await SqliteJournal.OpenAsync(location.JournalPath, new StorageOptions(), cancellationToken);
        var registry = await ModelRegistry.OpenAsync(
            new RegistryParts
            {
                Journal = journal,
                ProjectionPath = location.ProjectionPath,
                Policy = new AllowAll(),
                Actor = actor,
                Clock = workspace.Clock,
            },
            cancellationToken);
        return new ModelShelf(workspace, journal, registry, location);
    }

    public async Task<RegisteredVersion?> FindChampionAsync(CancellationToken cancellationToken) =>
        await (await Registry.ReadAsync(cancellationToken)).ResolveAsync(_workspace.Name, AliasName.Champion, cancellationToken);

    /// <summary>The champion ready to answer, or the reason why there is none to compare with.</summary>
    public async Task<Champion> LoadChampionAsync(Digest candidate, CancellationToken cancellationToken)
    {
        if (await FindChampionAsync(cancellationToken) is not { } champion)
            return new Champion.Absent();
        if (champion.Digest == candidate)
            return new Champion.Absent("the champion is this very model");
        try
        {
            var payload = await ReadPayloadAsync(champion, cancellationToken);
            var learned = await ReadLearnedAsync(champion, cancellationToken);
            return new Champion.Ready(champion.Digest, _workspace.Predictors.Load(payload), learned);
        }
        catch (Exception exception) when (exception is IOException or UnreadableModelException or InvalidInputException)
        {
            return new Champion.Unusable(champion.Digest, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>Records run and version, and keeps everything that belongs to them.</summary>
    public async Task<Registration> RegisterAsync(CancellationToken cancellationToken)
    {
        var artifacts = _workspace.Artifacts;
        var run = (await DocumentFile.ReadAsync<RunDocument>(artifacts.Run, cancellationToken)).OrThrow();
        var payload = await ModelPayload.ReadAsync(_workspace.Artifacts.Model, cancellationToken);
        var runDigest = await _blobs.PutAsync(run, cancellationToken);
        (await Registry.RecordAsync(new NewRun(run.Id, _workspace.Name, runDigest, run.Data), cancellationToken)).OrThrow();
        var registration = (await Registry.RegisterAsync(
            new NewVersion(_workspace.Name, payload.Digest, run.Id), cancellationToken)).OrThrow();
        await AttachAsync(registration.Version, PayloadDocument, await KeepAsync(payload, cancellationToken), cancellationToken);
        (string Name, string Path)[] files =
            [("dataset", artifacts.Dataset), ("evaluation", artifacts.Evaluation), (LearnedDocument, artifacts.Learned)];
        foreach (var (name, path) in files)
        {
            var digest = await _blobs.PutAsync(await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);
            await AttachAsync(registration.Version, name, digest, cancellationToken);
        }

        return registration;
    }

    /// <summary>Makes the version that production serves the one that new ones are compared with.</summary>
    public async Task CrownAsync(ModelVersion version, string reason, CancellationToken cancellationToken)
    {
        var now = await FindChampionAsync(cancellationToken);
        if (now?.Version == version)
            return;
        var move = new NewAliasMove(_workspace.Name, AliasName.Champion, now?.Version, version, reason);
        if ((await Registry.MoveAsync(move, cancellationToken)).OrThrow() is AliasMoveResult.Contested contested)
            throw new InvalidInputException([new Problem(
                $"The champion of '{_workspace.Name}' was moved to version {contested.Current} by somebody else meanwhile.",
                "Look at './build.sh Registry' and run the target again.")]);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await _journal.DisposeAsync();
    }

    private async Task AttachAsync(RegisteredVersion version, string name, Digest digest, CancellationToken cancellationToken) =>
        (await Registry.AttachAsync(new NewDocument(version.Model, version.Version, name, digest), cancellationToken)).OrThrow();

    private async Task<Digest> KeepAsync(ModelPayload payload, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var (name, bytes) in payload.Files)
            files[name] = await _blobs.PutAsync(bytes, cancellationToken);
        return await _blobs.PutAsync(CanonicalJson.Of(files), cancellationToken);
    }

    private async Task<RowSet> ReadLearnedAsync(RegisteredVersion version, CancellationToken cancellationToken) =>
        RowSet.Read(
            await _blobs.ReadAsync(await FindAsync(version, LearnedDocument, cancellationToken), cancellationToken),
            LearnedDocument).OrThrow();

    private async Task<ModelPayload> ReadPayloadAsync(RegisteredVersion version, CancellationToken cancellationToken)
    {
        var index = await _blobs.ReadAsync(await FindAsync(version, PayloadDocument, cancellationToken), cancellationToken);
        var digests = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, Digest>>(index, DocumentJson.Options)!;
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (name, digest) in digests)
            files[name] = await _blobs.ReadAsync(digest, cancellationToken);
        var signature = ModelSignature.Read(files[ModelSignature.FileName].Span, ModelSignature.FileName).OrThrow();
        files.Remove(ModelSignature.FileName);
        return new ModelPayload(signature, files);
    }

    private async Task<Digest> FindAsync(RegisteredVersion version, string document, CancellationToken cancellationToken)
    {
        var view = await Registry.ReadAsync(cancellationToken);
        var versions = await view.ListVersionsAsync(version.Model, cancellationToken);
        var documents = versions.Single(x => x.Registered.Version == version.Version).Documents;
        return documents.FirstOrDefault(x => x.Name == document)?.Digest ??
            throw new FileNotFoundException(
                $"Version {version.Version} of '{version.Model}' has no '{document}' in the registry.");
    }
}
