using System.Text;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Predictions;

namespace Pipeline.Serving.Requests;

/// <summary>Reads one JSON object into a row, and finds everything that is wrong with it. Not for two threads at once.</summary>
/// <param name="inputs">The model's.</param>
/// <param name="row">Is filled.</param>
/// <param name="keySecret">What keys are hashed under; nothing by default.</param>
internal sealed class RowReader(InputTable inputs, FeatureRow row, string keySecret = "") : IRowReader
{
    /// <summary>What a row may have beside the inputs; an input of this name comes first.</summary>
    private const string KeyName = "$key";

    private static ReadOnlySpan<byte> KeyUtf8 => "$key"u8;

    private const int MostProblems = 20;
    private const int MostShown = 40;
    private const int MostKeptBytes = 4096;

    private readonly bool[] _isGiven = new bool[inputs.Count];
    private readonly byte[] _keySecret = Encoding.UTF8.GetBytes(keySecret);
    private readonly byte[] _unescaped = new byte[MostKeptBytes];

    public List<FieldProblem> Problems { get; } = [];

    /// <summary>The inputs, by place, for which a row has had a value that training has not seen; of all rows so far.</summary>
    public List<int> Unseen { get; } = [];

    /// <summary>What the client knows the row by that was read last; none without.</summary>
    public PredictionKey Key { get; private set; }

    /// <param name="reader">At the start of an object; afterwards at its end.</param>
    /// <param name="number">The row's, for problems.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public void Read(ref Utf8JsonReader reader, int? number)
    {
        row.Clear();
        Array.Clear(_isGiven);
        Key = default;
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var input = inputs.Find(ref reader, expected);
            if (input < 0 && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(KeyUtf8))
                ReadKey(ref reader, number);
            else if (input < 0)
                SkipUnknown(ref reader, number);
            else
                ReadField(ref reader, input, number);
            expected = input + 1;
        }

        RequireAll(number);
    }

    public void Add(FieldProblem problem)
    {
        if (Problems.Count < MostProblems)
            Problems.Add(problem);
    }

    private void ReadField(ref Utf8JsonReader reader, int input, int? number)
    {
        reader.Read();
        var problem = _isGiven[input] ? new Refusal("occurs twice.", RefusalReason.Repeated) : Set(ref reader, input);
        _isGiven[input] = true;
        reader.Skip();
        if (problem is { } refusal)
            Add(ProblemOf(number, inputs[input].Name, refusal));
    }

    private void ReadKey(ref Utf8JsonReader reader, int? number)
    {
        reader.Read();
        if (!Key.IsNone)
            Add(ProblemOf(number, KeyName, new Refusal("occurs twice.", RefusalReason.Repeated)));
        else if (TryKey(ref reader, out var key))
            Key = PredictionKey.Of(key, _keySecret);
        else
            Add(ProblemOf(number, KeyName, new Refusal("is a text of 1 to 256 bytes, or a whole number.", RefusalReason.Type)));
        reader.Skip();
    }

    private bool TryKey(ref Utf8JsonReader reader, out ReadOnlySpan<byte> key)
    {
        key = default;
        var isWhole = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _);
        if (reader.TokenType != JsonTokenType.String && !isWhole)
            return false;
        try
        {
            key = Value(ref reader);
            return key.Length is > 0 and <= PredictionKey.LongestBytes;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static FieldProblem ProblemOf(int? row, string field, Refusal refusal) =>
        new(row, field, $"'{field}' {refusal.Clause}", refusal.Hint) { Reason = refusal.Reason };

    /// <returns>What is wrong with the value, or null.</returns>
    private Refusal? Set(ref Utf8JsonReader reader, int input)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return Miss(input);
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            return Mismatch(input, reader.TokenType == JsonTokenType.StartArray ? "a list" : "an object");
        try
        {
            var value = Value(ref reader);
            return inputs.Reader(input).IsMissing(value) ? Miss(input)
                : inputs.IsNumber(input) ? SetNumber(value, input, reader.TokenType)
                : SetName(value, input, reader.TokenType);
        }
        catch (InvalidOperationException)
        {
            return new Refusal("is not Unicode: it has half a surrogate pair.", RefusalReason.Type);
        }
    }

    private Refusal? Miss(int input) =>
        inputs[input].MayBeMissing ? null : new Refusal(Required(input), RefusalReason.Missing);

    private Refusal? SetNumber(ReadOnlySpan<byte> value, int input, JsonTokenType type)
    {
        if (!inputs.Reader(input).TryNumber(value, out var number))
            return Mismatch(input, Shown(value, type));
        row.Set(input, number);
        if (inputs.Known(input).Has(number))
            return null;
        Unseen.Add(input);
        return inputs.Unseen == UnseenPolicy.Warn ? null : new Refusal(
            $"is {Shown(value, type)}; {inputs[input].Accepts} is accepted.", RefusalReason.OutOfRange);
    }

    private Refusal? SetName(ReadOnlySpan<byte> value, int input, JsonTokenType type)
    {
        if (!inputs.Reader(input).TryName(value, out var name))
            return Mismatch(input, Shown(value, type));
        var text = inputs.Text(name, input, type);
        row.Set(input, text);
        if (inputs.Known(input).Has(text))
            return null;
        Unseen.Add(input);
        return inputs.Unseen == UnseenPolicy.Warn ? null : new Refusal(
            $"is {Shown(value, type)}, which the model has not learned.",
            RefusalReason.Unseen,
            NearestNames.Question(Brief(value), inputs[input].Categories ?? []));
    }

    /// <summary>In the words of the request; a text without its quotes and escapes.</summary>
    /// <exception cref="InvalidOperationException">It has half a surrogate pair.</exception>
    private ReadOnlySpan<byte> Value(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        var length = reader.ValueSpan.Length;
        var unescaped = length <= MostKeptBytes ? _unescaped : new byte[length];
        return unescaped.AsSpan(0, reader.CopyString(unescaped));
    }

    private void SkipUnknown(ref Utf8JsonReader reader, int? number)
    {
        var name = Name(ref reader);
        reader.Read();
        reader.Skip();
        if (Problems.Count < MostProblems)
        {
            Add(new FieldProblem(number, name, $"The model does not read '{name}'.", NearestNames.Hint(name, Names()))
            {
                Reason = RefusalReason.UnknownField,
            });
        }
    }

    private static string Name(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "a name that is not Unicode";
        }
    }

    private void RequireAll(int? number)
    {
        for (var i = 0; i < _isGiven.Length; i++)
        {
            if (!_isGiven[i] && !inputs[i].MayBeMissing)
                Add(ProblemOf(number, inputs[i].Name, new Refusal(Required(i), RefusalReason.Missing)));
        }
    }

    private string Required(int input) =>
        $"is required: {(inputs.IsNumber(input) ? "a number" : "a text")} that was never missing when the model was trained.";

    private Refusal Mismatch(int input, string given) =>
        new($"is {inputs.Reader(input).Accepted}, and {given} was given.", RefusalReason.Type);

    private List<string> Names() => [.. Enumerable.Range(0, inputs.Count).Select(x => inputs[x].Name)];

    private static string Shown(ReadOnlySpan<byte> value, JsonTokenType type) =>
        type == JsonTokenType.String ? $"'{Brief(value)}'" : Brief(value);

    private static string Brief(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        return text.Length > MostShown ? text[..MostShown] + "..." : text;
    }

    /// <param name="Clause">After the name of the field: "is a number, and 'x' was given."</param>
    /// <param name="Reason">For the log.</param>
    /// <param name="Hint">What to do, or null.</param>
    private readonly record struct Refusal(string Clause, RefusalReason Reason, string? Hint = null);
}
