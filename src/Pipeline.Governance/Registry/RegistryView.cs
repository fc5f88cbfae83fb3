using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Governance.Runs;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Registry;

/// <summary>The registry after one event of the journal. It does not change, however much is written meanwhile.</summary>
public sealed class RegistryView
{
    private readonly SqliteFile _file;

    internal RegistryView(SqliteFile file, long position, Digest? head) => (_file, Position, Head) = (file, position, head);

    /// <summary>Of the last event that it knows, counted from 1; 0 before the first.</summary>
    public long Position { get; }

    /// <summary>Of the journal it was read from; null for a moment of the past, behind which nothing can be appended.</summary>
    internal Digest? Head { get; }

    /// <summary>Those with a run, in the order of their names.</summary>
    public async Task<IReadOnlyList<ModelName>> ListModelsAsync(CancellationToken cancellationToken) =>
        await RowsAsync(
            x => ModelName.Parse(x.GetString(0)),
            "SELECT DISTINCT model FROM run WHERE position <= $1 ORDER BY model",
            cancellationToken);

    /// <summary>Oldest first.</summary>
    internal async Task<IReadOnlyList<RecordedRun>> ListRunsAsync(ModelName model, CancellationToken cancellationToken) =>
        await RowsAsync(
            RegistryRows.Run,
            $"{RegistryRows.SelectRun} AND model = $2 ORDER BY position",
            cancellationToken,
            model.ToString());

    public async Task<RecordedRun?> FindRunAsync(RunId run, CancellationToken cancellationToken) =>
        (await RowsAsync(
            RegistryRows.Run,
            $"{RegistryRows.SelectRun} AND run = $2",
            cancellationToken,
            run.ToString())).SingleOrDefault();

    /// <summary>The runs that a query asks for. Names that no run has, and names of several things, are problems.</summary>
    public Task<Validated<FoundRuns>> FindRunsAsync(
        ModelName model, RunQuery query, CancellationToken cancellationToken) =>
        _file.ReadAsync(connection => new RunReader(connection, Position, model).Read(query), cancellationToken);

    /// <summary>The runs of a model whose ids begin so, with all that is known of them, in the order of their ids.</summary>
    /// <param name="model">Whose runs they are.</param>
    /// <param name="prefix">Lower-case hexadecimal digits; none for all runs.</param>
    /// <param name="most">How many are given at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<IReadOnlyList<FoundRun>> FindRunsAsync(
        ModelName model, string prefix, int most, CancellationToken cancellationToken) =>
        _file.ReadAsync(connection => new RunReader(connection, Position, model).Read(prefix, most), cancellationToken);

    /// <summary>The run with all that is known of it; null for one that the model does not have.</summary>
    public async Task<FoundRun?> FindRunAsync(ModelName model, RunId run, CancellationToken cancellationToken) =>
        (await FindRunsAsync(model, run.ToString(), 1, cancellationToken)).SingleOrDefault();

    /// <summary>Oldest first, each with the aliases and documents that it had.</summary>
    public async Task<IReadOnlyList<VersionStatus>> ListVersionsAsync(ModelName model, CancellationToken cancellationToken)
    {
        var versions = await RowsAsync(
            RegistryRows.Version,
            $"{RegistryRows.SelectVersion} AND model = $2 ORDER BY number",
            cancellationToken,
            model.ToString());
        var aliases = (await ListAliasesAsync(model, cancellationToken)).ToLookup(x => x.Value, x => x.Key);
        var documents = (await ListDocumentsAsync(model, cancellationToken)).ToLookup(x => x.Version);
        return [.. versions.Select(x => new VersionStatus(x, [.. aliases[x.Version]], [.. documents[x.Version]]))];
    }

    public async Task<RegisteredVersion?> FindVersionAsync(
        ModelName model, ModelVersion version, CancellationToken cancellationToken) =>
        (await RowsAsync(
            RegistryRows.Version,
            $"{RegistryRows.SelectVersion} AND model = $2 AND number = $3",
            cancellationToken,
            model.ToString(),
            version.Number)).SingleOrDefault();

    /// <summary>The version of these bytes, whatever its number.</summary>
    public async Task<RegisteredVersion?> FindVersionAsync(ModelName model, Digest digest, CancellationToken cancellationToken) =>
        (await RowsAsync(
            RegistryRows.Version,
            $"{RegistryRows.SelectVersion} AND model = $2 AND digest = $3",
            cancellationToken,
            model.ToString(),
            digest.ToString())).SingleOrDefault();

    /// <summary>The version that the alias stands for; null for an alias that stands for none.</summary>
    public async Task<RegisteredVersion?> ResolveAsync(ModelName model, AliasName alias, CancellationToken cancellationToken) =>
        (await RowsAsync(
            RegistryRows.AliasMove,
            $"{RegistryRows.SelectAliasMove} AND model = $2 AND alias = $3 ORDER BY position DESC LIMIT 1",
            cancellationToken,
            model.ToString(),
            alias.ToString())) is [{ To: { } version }]
            ? await FindVersionAsync(model, version, cancellationToken)
            : null;

    /// <summary>What each alias of the model stands for; those that were taken away are not among them.</summary>
    public async Task<IReadOnlyDictionary<AliasName, ModelVersion>> ListAliasesAsync(
        ModelName model, CancellationToken cancellationToken) =>
        (await RowsAsync(
            RegistryRows.AliasMove,
            $"{RegistryRows.SelectAliasMove} AND model = $2 AND position = {RegistryRows.LastMove} ORDER BY alias",
            cancellationToken,
            model.ToString()))
            .Where(x => x.To is not null)
            .ToDictionary(x => x.Alias, x => x.To!.Value);

    /// <summary>Every move of the alias, oldest first, with who moved it and why.</summary>
    public async Task<IReadOnlyList<AliasMove>> HistoryAsync(
        ModelName model, AliasName alias, CancellationToken cancellationToken) =>
        await RowsAsync(
            RegistryRows.AliasMove,
            $"{RegistryRows.SelectAliasMove} AND model = $2 AND alias = $3 ORDER BY position",
            cancellationToken,
            model.ToString(),
            alias.ToString());

    /// <summary>What the version was made from; null for a version that is not registered.</summary>
    internal async Task<Lineage?> TraceAsync(ModelName model, ModelVersion version, CancellationToken cancellationToken) =>
        await FindVersionAsync(model, version, cancellationToken) is { } registered
            ? new Lineage(registered, (await FindRunAsync(registered.Run, cancellationToken))!)
            : null;

    internal async Task<int> CountVersionsAsync(ModelName model, CancellationToken cancellationToken) =>
        (await RowsAsync(
            x => x.GetInt32(0),
            "SELECT count(*) FROM version WHERE position <= $1 AND model = $2",
            cancellationToken,
            model.ToString())).Single();

    private async Task<List<AttachedDocument>> ListDocumentsAsync(ModelName model, CancellationToken cancellationToken) =>
        await RowsAsync(
            RegistryRows.Document,
            $"{RegistryRows.SelectDocument} AND model = $2 AND position = {RegistryRows.LastDocument} ORDER BY name",
            cancellationToken,
            model.ToString());

    /// <summary>The first parameter of every statement is the position that the view ends with.</summary>
    private Task<List<T>> RowsAsync<T>(
        Func<SqliteDataReader, T> row, string sql, CancellationToken cancellationToken, params object[] values) =>
        _file.ReadAsync(x => x.Rows(row, sql, [Position, .. values]), cancellationToken);
}

/// <summary>From a version back to the data.</summary>
internal sealed record Lineage(RegisteredVersion Version, RecordedRun Run)
{
    public Digest Dataset => Run.Dataset;
}

/// <summary>A version as it stood at the moment of a view.</summary>
/// <param name="Registered">What it is.</param>
/// <param name="Aliases">That stood for it, in the order of their names.</param>
/// <param name="Documents">The last one of each name, in the order of the names.</param>
public sealed record VersionStatus(
    RegisteredVersion Registered, IReadOnlyList<AliasName> Aliases, IReadOnlyList<AttachedDocument> Documents);

/// <summary>How rows of the projection are selected and read.</summary>
internal static class RegistryRows
{
    public const string SelectRun = $"SELECT {Act}, run, model, document, dataset FROM run {Until}";
    public const string SelectVersion = $"SELECT {Act}, model, number, digest, run FROM version {Until}";
    public const string SelectAliasMove = $"SELECT {Act}, model, alias, from_number, to_number FROM alias_move AS this {Until}";
    public const string SelectDocument = $"SELECT {Act}, model, number, name, digest FROM document AS this {Until}";

    public const string LastMove =
        "(SELECT max(position) FROM alias_move AS x WHERE x.model = this.model AND x.alias = this.alias AND x.position <= $1)";

    public const string LastDocument =
        "(SELECT max(position) FROM document AS x "
        + "WHERE x.model = this.model AND x.number = this.number AND x.name = this.name AND x.position <= $1)";

    public const string Act = "event_id, time, actor, source, reason";
    private const string Until = "JOIN event USING (position) WHERE position <= $1";

    public static RecordedRun Run(SqliteDataReader row) => new(
        RunId.Parse(row.GetString(5)), Model(row, 6), Digest.Parse(row.GetString(7)), Digest.Parse(row.GetString(8)), ActOf(row));

    public static RegisteredVersion Version(SqliteDataReader row) => new(
        Model(row, 5),
        new ModelVersion(row.GetInt32(6)),
        Digest.Parse(row.GetString(7)),
        RunId.Parse(row.GetString(8)),
        ActOf(row));

    public static AliasMove AliasMove(SqliteDataReader row) => new(
        Model(row, 5), AliasName.Parse(row.GetString(6)), Number(row, 7), Number(row, 8), ActOf(row));

    public static AttachedDocument Document(SqliteDataReader row) => new(
        Model(row, 5), new ModelVersion(row.GetInt32(6)), row.GetString(7), Digest.Parse(row.GetString(8)), ActOf(row));

    public static RecordedEvaluation Evaluation(SqliteDataReader row) => new(
        Digest.Parse(row.GetString(5)), row.Text(6) is { } answers ? Digest.Parse(answers) : null, ActOf(row));

    public static RunNote Note(SqliteDataReader row) => new(row.GetString(5), ActOf(row));

    private static Act ActOf(SqliteDataReader row) => new(
        row.GetString(0),
        new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
        new Actor(row.GetString(2), row.GetString(3)),
        row.Text(4));

    private static ModelName Model(SqliteDataReader row, int column) => ModelName.Parse(row.GetString(column));

    private static ModelVersion? Number(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new ModelVersion(row.GetInt32(column));
}
