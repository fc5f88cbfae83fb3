using System.Buffers.Binary;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Models;

namespace Pipeline.Evaluation.Runs;

/// <summary>
/// The rows that models are judged by: what they are, and what is true of them. Models that are judged by the same rows share it.
/// </summary>
public sealed record TestRows
{
    private const string Mark = "pipeline/test-rows/v1\n";
    private const int RowSize = 16 + sizeof(double);

    public required ModelTask Task { get; init; }

    public required ModelLabel Label { get; init; }

    /// <summary>Rows of one identity belong together; otherwise each is on its own.</summary>
    public required bool IsGrouped { get; init; }

    /// <summary>By row, what it is.</summary>
    public required IReadOnlyList<UInt128> Identities { get; init; }

    /// <summary>By row, the number, or the number of the class in the label's order.</summary>
    public required IReadOnlyList<double> Truth { get; init; }

    public byte[] ToBytes()
    {
        var bytes = new MarkedBytes(Mark, new Header(Task, Label, IsGrouped), Identities.Count * RowSize);
        for (var row = 0; row < Identities.Count; row++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.Body.Span[(row * RowSize)..], Identities[row]);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.Body.Span[((row * RowSize) + 16)..], Truth[row]);
        }

        return bytes.All;
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="file">The name that a sentence gives it.</param>
    public static Validated<TestRows> Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var read = MarkedBytes.Read<Header>(Mark, bytes, file);
        if (!read.TryGet(out var found))
            return Validated.Invalid<TestRows>(read.Problems);
        var (header, body) = found;
        if (body.Length % RowSize != 0)
            return Validated.Invalid<TestRows>(MarkedBytes.Damaged(file));
        var rows = Enumerable.Range(0, body.Length / RowSize).Select(row => body.Slice(row * RowSize, RowSize)).ToList();
        return Validated.Valid(new TestRows
        {
            Task = header.Task,
            Label = header.Label,
            IsGrouped = header.IsGrouped,
            Identities = [.. rows.Select(row => BinaryPrimitives.ReadUInt128BigEndian(row.Span))],
            Truth = [.. rows.Select(row => BinaryPrimitives.ReadDoubleLittleEndian(row.Span[16..]))],
        });
    }

    private sealed record Header(ModelTask Task, ModelLabel Label, bool IsGrouped);
}

/// <summary>What one model answered to test rows: enough to hold it against any other that was judged by them.</summary>
public sealed record TestAnswers
{
    private const string Mark = "pipeline/test-answers/v1\n";

    /// <summary>The digest of <see cref="TestRows.ToBytes"/>.</summary>
    public required Digest Rows { get; init; }

    /// <summary>What the answers come to.</summary>
    public required DecisionRule Decision { get; init; }

    /// <summary>By output that the task is judged by, then by row; none where they cannot be judged.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Columns { get; init; }

    /// <summary>Why they cannot be judged, as a clause; null where they can.</summary>
    public string? Broken { get; init; }

    /// <summary>Answers that are floats, as those of ML.NET are, take half the room.</summary>
    public byte[] ToBytes()
    {
        var isSingle = Columns.All(column => column.All(value => ((double)(float)value).Equals(value)));
        var size = isSingle ? sizeof(float) : sizeof(double);
        var values = Columns.SelectMany(column => column).ToList();
        var bytes = new MarkedBytes(
            Mark, new Header(Rows, Decision, Columns.Count, isSingle) { Broken = Broken }, values.Count * size);
        foreach (var (at, value) in values.Index())
        {
            if (isSingle)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.Body.Span[(at * size)..], (float)value);
            else
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.Body.Span[(at * size)..], value);
        }

        return bytes.All;
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="file">The name that a sentence gives it.</param>
    public static Validated<TestAnswers> Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var read = MarkedBytes.Read<Header>(Mark, bytes, file);
        if (!read.TryGet(out var found))
            return Validated.Invalid<TestAnswers>(read.Problems);
        var (header, body) = found;
        var size = header.IsSingle ? sizeof(float) : sizeof(double);
        if (header.Columns is < 0 or > 100_000 || body.Length % (Math.Max(1, header.Columns) * size) != 0)
            return Validated.Invalid<TestAnswers>(MarkedBytes.Damaged(file));
        var rows = body.Length / (Math.Max(1, header.Columns) * size);
        return Validated.Valid(new TestAnswers
        {
            Rows = header.Rows,
            Decision = header.Decision,
            Columns = [.. Enumerable.Range(0, header.Columns).Select(column => Column(column * rows))],
            Broken = header.Broken,
        });

        double[] Column(int begin) =>
            [.. Enumerable.Range(begin, rows).Select(at => Value(body.Span[(at * size)..]))];

        double Value(ReadOnlySpan<byte> at) => header.IsSingle
            ? BinaryPrimitives.ReadSingleLittleEndian(at)
            : BinaryPrimitives.ReadDoubleLittleEndian(at);
    }

    private sealed record Header(Digest Rows, DecisionRule Decision, int Columns, bool IsSingle)
    {
        public string? Broken { get; init; }
    }
}

/// <summary>A line that says what a file is, a line of canonical JSON, and bytes.</summary>
internal sealed class MarkedBytes
{
    public MarkedBytes(string mark, object header, int size)
    {
        byte[] begin = [.. System.Text.Encoding.UTF8.GetBytes(mark), .. CanonicalJson.Of(header), (byte)'\n'];
        All = new byte[begin.Length + size];
        begin.CopyTo(All, 0);
        Body = All.AsMemory(begin.Length);
    }

    public byte[] All { get; }

    public Memory<byte> Body { get; }

    public static Validated<(T Header, ReadOnlyMemory<byte> Body)> Read<T>(
        string mark, ReadOnlyMemory<byte> bytes, string file)
        where T : notnull
    {
        var begin = System.Text.Encoding.UTF8.GetBytes(mark);
        if (!bytes.Span.StartsWith(begin) || bytes.Span[begin.Length..].IndexOf((byte)'\n') is not (>= 0 and var length))
            return Validated.Invalid<(T, ReadOnlyMemory<byte>)>(Damaged(file));
        try
        {
            var header = JsonSerializer.Deserialize<T>(bytes.Span.Slice(begin.Length, length), DocumentJson.Options)!;
            return Validated.Valid((header, bytes[(begin.Length + length + 1)..]));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException)
        {
            return Validated.Invalid<(T, ReadOnlyMemory<byte>)>(Damaged(file));
        }
    }

    public static Problem Damaged(string file) =>
        new(file, null, null, "The file is not what this toolkit wrote.", "Evaluate the model again.");
}
