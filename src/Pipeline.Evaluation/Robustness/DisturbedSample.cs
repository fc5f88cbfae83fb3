using System.Buffers.Binary;
using System.Text;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Robustness;

/// <summary>
/// Test rows to try things on: their inputs, truth and answers as they are, in an order that does not depend on the order of the
/// data, so that chance meets the same rows wherever they stand.
/// </summary>
internal sealed record DisturbedSample
{
    /// <summary>The inputs alone.</summary>
    public required Table Rows { get; init; }

    public required IReadOnlyList<double> Truth { get; init; }

    public required Answers Answers { get; init; }

    /// <summary>By row, what it belongs to; null where each row is on its own.</summary>
    public IReadOnlyList<UInt128>? Groups { get; private init; }

    /// <summary>Of the rows that a server answers, at most so many, chosen by what they are.</summary>
    /// <param name="judged">All test rows.</param>
    /// <param name="signature">Of the model that answered them.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="seed">What chance begins with.</param>
    public static DisturbedSample Of(JudgedRows judged, ModelSignature signature, int most, int seed)
    {
        var inputs = judged.Rows.Keep(signature.Inputs.Select(input => input.Name));
        int[] rows = [.. signature.AnsweredRows(inputs)];
        Sort(rows, judged, inputs, seed);
        rows = rows[..Math.Min(most, rows.Length)];
        return new DisturbedSample
        {
            Rows = inputs.Select(rows),
            Truth = [.. rows.Select(row => judged.Truth[row])],
            Answers = Taken(judged.Answers, rows),
            Groups = judged.Groups is { } groups ? [.. rows.Select(row => groups[row])] : null,
        };
    }

    /// <summary>The first of them, which are as random as all.</summary>
    public DisturbedSample First(int count) => count >= Truth.Count ? this : new DisturbedSample
    {
        Rows = Rows.Select([.. Enumerable.Range(0, count)]),
        Truth = [.. Truth.Take(count)],
        Answers = Taken(Answers, [.. Enumerable.Range(0, count)]),
        Groups = Groups?.Take(count).ToList(),
    };

    /// <summary>Rows as they were, with both answers to each. Copies of a row are one group.</summary>
    public Sample Pair(Asked asked)
    {
        var origins = asked.Origins;
        var copied = origins.Distinct().Count() < origins.Count;
        IReadOnlyList<UInt128>? groups = Groups is not null ? [.. origins.Select(row => Groups[row])]
            : copied ? [.. origins.Select(row => (UInt128)(uint)row)]
            : null;
        return Sample.Of(
            slice: null,
            [.. origins.Select(row => Truth[row])],
            groups,
            [.. Enumerable.Range(0, origins.Count)],
            Taken(Answers, origins),
            asked.Answers!);
    }

    private static Answers Taken(Answers answers, IReadOnlyList<int> rows) => answers with
    {
        Columns = [.. answers.Columns.Select(column => (IReadOnlyList<double>)[.. rows.Select(row => column[row])])],
    };

    /// <summary>Rows of a group share an identity: by it alone, the first groups would be all there is.</summary>
    private static void Sort(int[] rows, JudgedRows judged, Table inputs, int seed)
    {
        var keys = new ulong[rows.Length];
        var bytes = new byte[16 + sizeof(ulong) + sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16 + sizeof(ulong)), seed);
        for (var i = 0; i < rows.Length; i++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(bytes, judged.Identities[rows[i]]);
            if (judged.Groups is not null)
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Content(inputs, judged, rows[i]));
            keys[i] = StableHash.Of(bytes);
        }

        Array.Sort(keys, rows);
        for (var (first, next) = (0, 1); next <= rows.Length; next++)
        {
            if (next < rows.Length && keys[next] == keys[first])
                continue;
            if (next - first > 1)
            {
                // Rows of one identity differ in their values, or they are as good as each other.
                int[] tied = [.. rows[first..next].OrderBy(row => Content(inputs, judged, row))];
                tied.CopyTo(rows, first);
            }

            first = next;
        }
    }

    private static ulong Content(Table inputs, JudgedRows judged, int row)
    {
        var bytes = new byte[sizeof(ulong) * 2];
        var hash = (ulong)BitConverter.DoubleToInt64Bits(judged.Truth[row]);
        foreach (var column in inputs.Columns)
        {
            var value = column is NumberColumn numbers
                ? (ulong)BitConverter.DoubleToInt64Bits(numbers.Values[row])
                : StableHash.Of(Encoding.UTF8.GetBytes(column.Text(row) ?? "\0"));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, hash);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(sizeof(ulong)), value);
            hash = StableHash.Of(bytes);
        }

        return hash;
    }
}
