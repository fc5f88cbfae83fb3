using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.Problems;

namespace Pipeline.Models.Predictions;

/// <summary>Lines of a file that became one batch.</summary>
/// <param name="Batch">May be empty.</param>
/// <param name="Lines">How many, entries or not.</param>
/// <param name="Bytes">As many.</param>
/// <param name="Unreadable">Which of the lines are no entries, counted from 1.</param>
internal sealed record LogPart(PredictionBatch Batch, int Lines, long Bytes, IReadOnlyList<int> Unreadable);

/// <summary>
/// Turns lines into batches. A line in the form of the one before it is read by comparing what never changes and taking the
/// values from between; any other goes through <see cref="PredictionLineReader"/>, which says what a line is, and shows the form
/// of those that follow. So the fast way is never a guess. Not for two threads at once.
/// </summary>
internal sealed class PredictionChunkParser
{
    private readonly PredictionBatchBuilder _builder = new();
    private readonly List<int> _unreadable = [];
    private readonly List<LogPart> _parts = [];
    private string _file = "";
    private int _lines;
    private long _begin;

    /// <param name="file">Its name.</param>
    /// <param name="chunk">Whole lines, each with its line break; only a line that is too long for anybody has none.</param>
    /// <param name="offset">Of the chunk in the file.</param>
    public IReadOnlyList<LogPart> Parse(string file, ReadOnlyMemory<byte> chunk, long offset)
    {
        _parts.Clear();
        (_file, _lines, _begin) = (file, 0, offset);
        for (var start = 0; start < chunk.Length;)
        {
            var length = chunk.Span[start..].IndexOf((byte)'\n');
            var end = length < 0 ? chunk.Length : start + length;
            Take(chunk[start..end], chunk.Length - start, offset + start);
            _lines++;
            start = end + 1;
        }

        Cut(offset + chunk.Length);
        return [.. _parts];
    }

    private void Take(ReadOnlyMemory<byte> line, int left, long place)
    {
        if (_builder.TryAdd(line.Span))
            return;
        if (!PredictionLineReader.Read(line, new SourceLocation(_file)).TryGet(out var entry))
        {
            _unreadable.Add(_lines + 1);
            return;
        }

        if (entry is PredictionLogEntry.Prediction prediction && !_builder.Fits(prediction))
        {
            if (_builder.Count > 0)
                Cut(place);
            _builder.Begin(prediction, line.Span, left / Math.Max(line.Length, 1) + 1);
        }

        _builder.Add(entry);
    }

    private void Cut(long end)
    {
        _parts.Add(new LogPart(_builder.Finish(_file, end), _lines, end - _begin, [.. _unreadable]));
        _unreadable.Clear();
        (_lines, _begin) = (0, end);
    }
}

/// <summary>What lines of one server have in common: everything but the values.</summary>
internal sealed class LineForm
{
    private static readonly byte[] ModelKey = ",\"model\":"u8.ToArray();
    private static readonly byte[] RouteKey = ",\"route\":\""u8.ToArray();

    private LineForm(byte[] model, byte[][] keys, int inputs) => (Model, Keys, Inputs) = (model, keys, inputs);

    /// <summary>From behind the time's text to the beginning of the route's.</summary>
    public byte[] Model { get; }

    /// <summary>What stands before each value: inputs, outputs, latency, sampling probability.</summary>
    public byte[][] Keys { get; }

    public int Inputs { get; }

    /// <summary>Null where the line is written otherwise than <see cref="PredictionLine"/> has it, or has no values.</summary>
    /// <param name="entry">What the line is.</param>
    /// <param name="line">Itself.</param>
    public static LineForm? Of(PredictionLogEntry.Prediction entry, ReadOnlySpan<byte> line)
    {
        var (inputs, outputs) = (entry.Inputs.Names, entry.Outputs.Names);
        var (begin, end) = (line.IndexOf(ModelKey), line.IndexOf(RouteKey));
        if (begin < 0 || end < begin || inputs.Count == 0 || outputs.Count == 0)
            return null;
        var keys = inputs.Select((name, i) => $"{(i == 0 ? ",\"inputs\":{" : ",")}\"{Encoded(name)}\":")
            .Concat(outputs.Select((name, i) => $"{(i == 0 ? "},\"outputs\":{" : ",")}\"{Encoded(name)}\":"))
            .Concat(["},\"latencyMs\":", ",\"samplingProbability\":"]);
        return new LineForm(
            line[begin..(end + RouteKey.Length)].ToArray(), [.. keys.Select(Encoding.UTF8.GetBytes)], inputs.Count);
    }

    private static JsonEncodedText Encoded(string name) =>
        JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
