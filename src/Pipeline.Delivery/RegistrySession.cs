using System.Collections;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Runs;
using Pipeline.Delivery.Stages;
using Pipeline.Evaluation;
using Pipeline.Governance.Blobs;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Runs;
using Pipeline.Governance.Storage;
using Pipeline.Models;
using Pipeline.Monitoring;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery;

/// <summary>The registry of this repository, and the files of versions by digest.</summary>
internal sealed class RegistrySession : IAsyncDisposable
{
    /// <summary>As journals have it since the first version.</summary>
    private const string ArtifactDocument = "payload";

    private const string LearnedDocument = "learned";
    private const string MonitoringDocument = "monitoring-reference";
    private const int MostMoves = 5;

    private readonly ModelPlace _place;
    private readonly SqliteJournal _journal;

    private RegistrySession(ModelPlace place, SqliteJournal journal, ModelRegistry registry, RegistryLocation location)
    {
        (_place, _journal, Registry, Location) = (place, journal, registry, location);
        Blobs = new BlobStore(location.StorePath);
    }

    public ModelRegistry Registry { get; }

    public RegistryLocation Location { get; }

    /// <summary>The bytes that the registry points to.</summary>
    public BlobStore Blobs { get; }

    public static async Task<RegistrySession> OpenAsync(
        ModelPlace place, Actor actor, IAccessPolicy policy, CancellationToken cancellationToken)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? "");
        var location = RegistryLocation.Resolve(variables, place.Root).OrThrow();
        var journal = await SqliteJournal.OpenAsync(location.JournalPath, new StorageOptions(), cancellationToken);
        var registry = await ModelRegistry.OpenAsync(
            new RegistryParts
            {
                Journal = journal,
                ProjectionPath = location.ProjectionPath,
                Policy = policy,
                Actor = actor,
                Clock = place.Clock,
            },
            cancellationToken);
        return new RegistrySession(place, journal, registry, location);
    }

    /// <summary>The hash of the last event that was recorded; null where there is none.</summary>
    public Task<Digest?> FindHeadAsync(CancellationToken cancellationToken) => _journal.ReadHeadAsync(cancellationToken);

    public async Task<RegisteredVersion?> FindChampionAsync(CancellationToken cancellationToken) =>
        await (await Registry.ReadAsync(cancellationToken)).ResolveAsync(_place.Name, AliasName.Champion, cancellationToken);

    /// <summary>The champion ready to answer, or the reason why there is none to compare with.</summary>
    public async Task<Champion> LoadChampionAsync(
        Digest candidate, PredictorLoader load, CancellationToken cancellationToken)
    {
        if (await FindChampionAsync(cancellationToken) is not { } champion)
            return new Champion.Absent();
        return champion.Digest == candidate
            ? new Champion.Absent("the champion is this very model")
            : await LoadAsync(champion, load, cancellationToken);
    }

    /// <summary>The numbers of all versions.</summary>
    public async Task<IReadOnlyList<int>> ListVersionsAsync(CancellationToken cancellationToken)
    {
        var view = await Registry.ReadAsync(cancellationToken);
        var versions = await view.ListVersionsAsync(_place.Name, cancellationToken);
        return [.. versions.Select(x => x.Registered.Version.Number)];
    }

    /// <summary>Null where there is no such version.</summary>
    public async Task<RegisteredVersion?> FindVersionAsync(int number, CancellationToken cancellationToken) =>
        await (await Registry.ReadAsync(cancellationToken))
            .FindVersionAsync(_place.Name, new ModelVersion(number), cancellationToken);

    /// <summary>A version ready to answer, or the reason why it cannot be compared with.</summary>
    public async Task<Champion> LoadAsync(
        RegisteredVersion version, PredictorLoader load, CancellationToken cancellationToken)
    {
        try
        {
            var artifact = await ReadArtifactAsync(version, cancellationToken);
            var learned = await ReadLearnedAsync(version, cancellationToken);
            return new Champion.Ready(version.Digest, await load(artifact, cancellationToken), learned);
        }
        catch (Exception exception) when (exception is IOException or UnreadableModelException or InvalidInputException)
        {
            return new Champion.Unusable(version.Digest, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>The version before one, or the last one; with what the store has of it. Null where there is none.</summary>
    /// <param name="version">Null for a model that has no version yet.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(ModelVersion Version, VersionDocuments Documents)?> FindBeforeAsync(
        ModelVersion? version, CancellationToken cancellationToken)
    {
        var view = await Registry.ReadAsync(cancellationToken);
        var before = (await view.ListVersionsAsync(_place.Name, cancellationToken))
            .LastOrDefault(known => version is not { } number || known.Registered.Version.Number < number.Number);
        if (before is null || await view.FindRunAsync(_place.Name, before.Registered.Run, cancellationToken) is not { } run)
            return null;
        var loaded = await new RunComparer(Blobs, []).LoadAsync(run, cancellationToken);
        return (before.Registered.Version, new VersionDocuments(
            loaded with
            {
                Evaluation = await FindDocumentAsync<EvaluationDocument>(before, "evaluation", cancellationToken)
                    ?? loaded.Evaluation,
            },
            await FindDocumentAsync<DatasetDocument>(before, "dataset", cancellationToken)));
    }

    /// <summary>A run as the registry knows it now.</summary>
    public async Task<FoundRun?> FindRunAsync(RunId run, CancellationToken cancellationToken) =>
        await (await Registry.ReadAsync(cancellationToken)).FindRunAsync(_place.Name, run, cancellationToken);

    private async Task<T?> FindDocumentAsync<T>(VersionStatus version, string name, CancellationToken cancellationToken)
        where T : Document
    {
        if (version.Documents.FirstOrDefault(document => document.Name == name) is not { } attached)
            return null;
        try
        {
            var read = await Blobs.ReadDocumentAsync<T>(attached.Digest, cancellationToken);
            return read.TryGet(out var document) ? document : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A model of this registry as monitoring watches it; null where nobody registered it.</summary>
    public async Task<WatchedModel?> FindWatchedAsync(Digest model, CancellationToken cancellationToken)
    {
        var view = await Registry.ReadAsync(cancellationToken);
        if (await view.FindVersionAsync(_place.Name, model, cancellationToken) is not { } registered)
            return null;
        var version = (await view.ListVersionsAsync(_place.Name, cancellationToken))
            .Single(x => x.Registered.Version == registered.Version);
        var dataset = await FindDocumentAsync<DatasetDocument>(version, "dataset", cancellationToken);
        return new WatchedModel
        {
            Digest = model,
            Signature = (await ReadArtifactAsync(registered, cancellationToken)).Signature,
            Version = registered.Version,
            Personal = (dataset?.Columns ?? []).Where(column => column.IsPersonal).Select(column => column.Name).ToHashSet(),
            Protected = dataset?.Protected ?? [],
            Data = dataset?.Data,
            Reference = await FindDocumentAsync<ReferenceDocument>(version, MonitoringDocument, cancellationToken),
        };
    }

    /// <summary>Records the run whose documents are among the artifacts; one that was recorded before stays as it is.</summary>
    public async Task<RecordedRun> RecordAsync(CancellationToken cancellationToken)
    {
        var run = (await DocumentFile.ReadAsync<RunDocument>(_place.Artifacts.Run, cancellationToken)).OrThrow();
        if (await (await Registry.ReadAsync(cancellationToken)).FindRunAsync(run.Id, cancellationToken) is { } known)
            return known;
        return await RecordAsync(run.Id, run, run.Data, RunFactsOf.Run(run), cancellationToken);
    }

    /// <summary>Records a training that made no model.</summary>
    public Task<RecordedRun> RecordAsync(FailedRunDocument failed, CancellationToken cancellationToken) =>
        RecordAsync(failed.Id, failed, failed.Data, RunFactsOf.Run(failed), cancellationToken);

    /// <summary>Records how good the model among the artifacts is, for the run that made it.</summary>
    public async Task<RecordedEvaluation> RecordEvaluationAsync(CancellationToken cancellationToken)
    {
        var run = await RecordAsync(cancellationToken);
        var evaluation = (await DocumentFile.ReadAsync<EvaluationDocument>(_place.Artifacts.Evaluation, cancellationToken))
            .OrThrow();
        await PutFileAsync(_place.Artifacts.PathOf(EvaluateStage.RowsFile), cancellationToken);
        var request = new NewEvaluation(
            run.Id,
            _place.Name,
            await Blobs.PutAsync(evaluation, cancellationToken),
            await PutFileAsync(_place.Artifacts.PathOf(EvaluateStage.AnswersFile), cancellationToken),
            RunFactsOf.Evaluation(evaluation));
        return (await Registry.EvaluateAsync(request, cancellationToken)).OrThrow();
    }

    /// <summary>Records run and version, and keeps everything that belongs to them.</summary>
    public async Task<Registration> RegisterAsync(CancellationToken cancellationToken)
    {
        var artifacts = _place.Artifacts;
        var artifact = await ModelArtifact.ReadAsync(artifacts.Model, cancellationToken);
        await RecordEvaluationAsync(cancellationToken);
        var run = (await DocumentFile.ReadAsync<RunDocument>(artifacts.Run, cancellationToken)).OrThrow();
        var registration = (await Registry.RegisterAsync(
            new NewVersion(_place.Name, artifact.Digest, run.Id), cancellationToken)).OrThrow();
        var kept = await KeepAsync(artifact, cancellationToken);
        await AttachAsync(registration.Version, ArtifactDocument, kept, cancellationToken);
        (string Name, string Path)[] files =
        [
            ("dataset", artifacts.Dataset), ("evaluation", artifacts.Evaluation), (LearnedDocument, artifacts.Learned),
            (MonitoringDocument, artifacts.PathOf(EvaluateStage.ReferenceFile)),
        ];
        foreach (var (name, path) in files)
        {
            await AttachAsync(
                registration.Version, name, await PutFileAsync(path, cancellationToken), cancellationToken);
        }

        return registration;
    }

    /// <summary>
    /// Makes the version that production serves the one that new ones are compared with. Where another run moves it meanwhile,
    /// that is looked at again: both follow production.
    /// </summary>
    /// <exception cref="ChampionMovedException">Others moved it each time.</exception>
    public async Task PromoteAsync(ModelVersion version, string reason, CancellationToken cancellationToken)
    {
        var now = await FindChampionAsync(cancellationToken);
        for (var attempt = 0; now?.Version != version; attempt++)
        {
            if (attempt == MostMoves)
                throw new ChampionMovedException(_place.Name, version, now?.Version);
            var move = new NewAliasMove(_place.Name, AliasName.Champion, now?.Version, version, reason);
            (await Registry.MoveAsync(move, cancellationToken)).OrThrow();
            now = await FindChampionAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await _journal.DisposeAsync();
    }

    private async Task<RecordedRun> RecordAsync(
        RunId id, Document document, Digest data, RunFacts facts, CancellationToken cancellationToken)
    {
        var run = new NewRun(id, _place.Name, await Blobs.PutAsync(document, cancellationToken), data) { Facts = facts };
        return (await Registry.RecordAsync(run, cancellationToken)).OrThrow();
    }

    private async Task<Digest> PutFileAsync(string path, CancellationToken cancellationToken) =>
        await Blobs.PutAsync(await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);

    private async Task AttachAsync(RegisteredVersion version, string name, Digest digest, CancellationToken cancellationToken) =>
        (await Registry.AttachAsync(new NewDocument(version.Model, version.Version, name, digest), cancellationToken)).OrThrow();

    private async Task<Digest> KeepAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var (name, bytes) in artifact.Files)
            files[name] = await Blobs.PutAsync(bytes, cancellationToken);
        return await Blobs.PutAsync(CanonicalJson.Of(files), cancellationToken);
    }

    private async Task<RowSet> ReadLearnedAsync(RegisteredVersion version, CancellationToken cancellationToken) =>
        RowSet.Read(
            await Blobs.ReadAsync(await FindAsync(version, LearnedDocument, cancellationToken), cancellationToken),
            LearnedDocument).OrThrow();

    private async Task<ModelArtifact> ReadArtifactAsync(RegisteredVersion version, CancellationToken cancellationToken)
    {
        var index = await Blobs.ReadAsync(await FindAsync(version, ArtifactDocument, cancellationToken), cancellationToken);
        var digests = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, Digest>>(index, DocumentJson.Options)!;
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (name, digest) in digests)
            files[name] = await Blobs.ReadAsync(digest, cancellationToken);
        var signature = ModelSignature.Read(files[ModelSignature.FileName].Span, ModelSignature.FileName).OrThrow();
        files.Remove(ModelSignature.FileName);
        return new ModelArtifact(signature, files);
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
