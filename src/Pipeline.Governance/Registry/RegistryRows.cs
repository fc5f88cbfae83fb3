using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Registry;

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

    public const string SelectUses =
        """
        SELECT model, NULL, run, 'dataset', position FROM run WHERE position <= $1 AND dataset = $2
        UNION ALL SELECT model, NULL, run, 'run', position FROM run WHERE position <= $1 AND document = $2
        UNION ALL SELECT model, number, run, 'model', position FROM version WHERE position <= $1 AND digest = $2
        UNION ALL SELECT model, number, NULL, name, position FROM document WHERE position <= $1 AND digest = $2
        ORDER BY 5, 4
        """;

    private const string Act = "event_id, time, actor, source, reason";
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

    public static DigestUse Use(SqliteDataReader row) => new(
        Model(row, 0), Number(row, 1), row.Text(2) is { } run ? RunId.Parse(run) : null, row.GetString(3));

    private static Act ActOf(SqliteDataReader row) => new(
        row.GetString(0),
        new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
        new Actor(row.GetString(2), row.GetString(3)),
        row.Text(4));

    private static ModelName Model(SqliteDataReader row, int column) => ModelName.Parse(row.GetString(column));

    private static ModelVersion? Number(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new ModelVersion(row.GetInt32(column));
}

/// <summary>One thing that a digest is known as.</summary>
/// <param name="Model">Whose it is.</param>
/// <param name="Version">Null where it belongs to a run.</param>
/// <param name="Run">Null for a document of a version.</param>
/// <param name="As">"dataset", "run", "model", or the name of a version's document.</param>
public sealed record DigestUse(ModelName Model, ModelVersion? Version, RunId? Run, string As);
