using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Models.Explanation;

/// <summary>
/// What stands for inputs that are not known: of trees how many training rows fell into each leaf, of other models training rows.
/// It travels with a model as a file of it, so that a server can explain its answers.
/// </summary>
public sealed record Background
{
    /// <summary>The name of its file beside the model's own.</summary>
    public const string FileName = "background.json";

    private const string KnownSchema = "pipeline/background/v1";
    private const int MostCovered = 10_000;
    private const int MostLeaves = 200_000;

    /// <summary>With the model's inputs; null where there are none.</summary>
    public Table? Rows { get; init; }

    /// <summary>By tree and leaf; null where nobody counted.</summary>
    public IReadOnlyList<ImmutableArray<long>>? Covers { get; init; }

    /// <summary>
    /// Of a model that shows its trees the covers alone, by at most 10,000 rows, so that no row of the data goes with it; of
    /// another model, and of trees with more than 200,000 leaves, some rows.
    /// </summary>
    /// <param name="predictor">It stays its owner's.</param>
    /// <param name="rows">That it learned from. The same rows give the same background, whatever their order.</param>
    /// <param name="count">How many rows stand for all, at least 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Background Of(IPredictor predictor, LabelledRows rows, int count, CancellationToken cancellationToken)
    {
        var covers = Count(predictor, rows, cancellationToken);
        return covers.Covers is null ? covers with { Rows = Sample(predictor.Signature, rows, count) } : covers;
    }

    /// <summary>The covers of a model's trees; nothing where it shows none, or too many.</summary>
    /// <param name="predictor">It stays its owner's.</param>
    /// <param name="rows">That it learned from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Background Count(IPredictor predictor, LabelledRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if ((predictor as ITreeModel)?.Trees is not { Ensemble.LeafCount: <= MostLeaves } trees)
            return new Background();
        var chosen = RowSample.Of(rows, MostCovered);
        return new Background { Covers = trees.Ensemble.Count(trees.Encode(rows.Data.Rows.Select(chosen), cancellationToken)) };
    }

    /// <summary>
    /// Some of the rows. Personal columns have one value in all of them: the middle number, the most frequent text.
    /// </summary>
    /// <param name="signature">Whose inputs are kept.</param>
    /// <param name="rows">To choose from; the same are chosen whatever their order.</param>
    /// <param name="count">How many, at most.</param>
    public static Table Sample(ModelSignature signature, LabelledRows rows, int count)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(rows);
        var chosen = rows.Data.Rows.Keep(signature.Inputs.Select(input => input.Name)).Select(RowSample.Of(rows, count));
        return new Table(chosen.Columns.Select(column => rows.Data.Personal.Contains(column.Name) ? Typical(column) : column));
    }

    /// <summary>The same bytes for the same background.</summary>
    public byte[] ToBytes() => CanonicalJson.Of(new Written(
        KnownSchema,
        Covers,
        Rows?.Columns.Select(column => new WrittenColumn(
            column.Name,
            (column as NumberColumn)?.Values.Select(value => double.IsNaN(value) ? (double?)null : value).ToList(),
            column is NumberColumn ? null : [.. Enumerable.Range(0, column.Count).Select(column.Text)])).ToList()));

    /// <summary>Nothing where a model was made without, by an older toolkit or another.</summary>
    /// <exception cref="UnreadableModelException">The file is damaged.</exception>
    public static Background Of(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        if (!artifact.Files.TryGetValue(FileName, out var bytes))
            return new Background();
        try
        {
            var written = JsonSerializer.Deserialize<Written>(bytes.Span, DocumentJson.Options);
            return written is { Schema: KnownSchema }
                ? new Background { Covers = written.Covers, Rows = Table(artifact.Signature, written.Columns) }
                : throw Unreadable($"its schema is not '{KnownSchema}'");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw Unreadable("it is damaged", exception);
        }
    }

    private static UnreadableModelException Unreadable(string reason, Exception? exception = null) =>
        new(FileName, reason, "Train the model again.", exception);

    private static Table? Table(ModelSignature signature, IReadOnlyList<WrittenColumn>? columns)
    {
        if (columns is null)
            return null;
        var table = new Table(columns.Select(Column));
        return signature.Check(table) is [var problem, ..] ? throw Unreadable(problem.Message.TrimEnd('.')) : table;
    }

    private static Column Column(WrittenColumn written)
    {
        if (written.Numbers is { } numbers)
            return new NumberColumn(written.Name, [.. numbers.Select(number => number ?? double.NaN)]);
        return new TextColumn(written.Name, [.. written.Texts ?? []]);
    }

    private static Column Typical(Column column)
    {
        if (column is NumberColumn { Values: var values })
        {
            var known = values.Where(value => !double.IsNaN(value)).Order().ToList();
            var middle = known.Count == 0 ? double.NaN : known[known.Count / 2];
            return new NumberColumn(column.Name, [.. Enumerable.Repeat(middle, values.Length)]);
        }

        var texts = Enumerable.Range(0, column.Count).Select(column.Text).ToList();
        var usual = texts.CountBy(text => text ?? "").OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key).FirstOrDefault();
        return new TextColumn(column.Name, [.. texts.Select(_ => string.IsNullOrEmpty(usual) ? null : usual)]);
    }

    private sealed record Written(
        string Schema, IReadOnlyList<ImmutableArray<long>>? Covers = null, IReadOnlyList<WrittenColumn>? Columns = null);

    private sealed record WrittenColumn(
        string Name, IReadOnlyList<double?>? Numbers = null, IReadOnlyList<string?>? Texts = null);
}

/// <summary>Rows that stand for more of them.</summary>
public static class RowSample
{
    /// <summary>
    /// The places in the dataset of some of the rows, evenly spread over a random order that is made of what rows are: the same
    /// are chosen whatever their order, but for rows of one identity.
    /// </summary>
    /// <param name="rows">To choose from.</param>
    /// <param name="count">How many, at most.</param>
    /// <param name="seed">Which of the random orders.</param>
    public static int[] Of(LabelledRows rows, int count, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var places = Places(rows.Identities, count, seed);
        return Array.ConvertAll(places, place => rows.Indexes[place]);
    }

    /// <summary>The places of some identities in their list, in a random order that is made of them.</summary>
    /// <param name="identities">To choose from.</param>
    /// <param name="count">How many, at most.</param>
    /// <param name="seed">Which of the random orders.</param>
    public static int[] Places(IReadOnlyList<UInt128> identities, int count, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(identities);
        var keys = new ulong[identities.Count];
        for (var row = 0; row < keys.Length; row++)
        {
            var folded = (ulong)(identities[row] >> 64) ^ ulong.RotateLeft((ulong)identities[row], 1);
            keys[row] = new SeededRandom(seed, unchecked((int)(folded ^ (folded >> 32)))).Next() ^ folded;
        }

        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        var taken = Math.Min(count, order.Length);
        var chosen = new int[taken];
        for (var i = 0; i < taken; i++)
            chosen[i] = order[(int)((long)i * order.Length / taken)];
        return chosen;
    }
}
