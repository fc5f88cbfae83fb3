using System.Text;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Models;

namespace Pipeline.Serving.Requests;

/// <summary>Reads one JSON object into a row, and finds everything that is wrong with it. Not for two threads at once.</summary>
internal sealed class RowReader(InputTable inputs, FeatureRow row)
{
    private const int MostProblems = 20;
    private const int MostShown = 40;
    private const int MostKeptBytes = 4096;

    private readonly bool[] _isGiven = new bool[inputs.Count];
    private readonly byte[] _unescaped = new byte[MostKeptBytes];

    public List<FieldProblem> Problems { get; } = [];

    /// <summary>The inputs, by place, for which a row has had a value that training has not seen; of all rows so far.</summary>
    public List<int> Unseen { get; } = [];

    /// <param name="reader">At the start of an object; afterwards at its end.</param>
    /// <param name="number">The row's, for problems.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public void Read(ref Utf8JsonReader reader, int? number)
    {
        row.Clear();
        Array.Clear(_isGiven);
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var input = inputs.Find(ref reader, expected);
            if (input < 0)
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
        var problem = _isGiven[input] ? new Refusal("occurs twice.") : Set(ref reader, input);
        _isGiven[input] = true;
        reader.Skip();
        if (problem is { } refusal)
            Add(new FieldProblem(number, inputs[input].Name, $"'{inputs[input].Name}' {refusal.Clause}", refusal.Hint));
    }

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
            return new Refusal("is not Unicode: it has half a surrogate pair.");
        }
    }

    private Refusal? Miss(int input) => inputs[input].MayBeMissing ? null : new Refusal(Required(input));

    private Refusal? SetNumber(ReadOnlySpan<byte> value, int input, JsonTokenType type)
    {
        if (!inputs.Reader(input).TryNumber(value, out var number))
            return Mismatch(input, Shown(value, type));
        row.Set(input, number);
        if (inputs.Known(input).Has(number))
            return null;
        Unseen.Add(input);
        return inputs.Unseen == UnseenPolicy.Warn ? null : new Refusal(
            $"is {Shown(value, type)}; {inputs[input].Accepts} is accepted.");
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
            Add(new FieldProblem(number, name, $"The model does not read '{name}'.", NearestNames.Hint(name, Names())));
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
                Add(new FieldProblem(number, inputs[i].Name, $"'{inputs[i].Name}' {Required(i)}"));
        }
    }

    private string Required(int input) =>
        $"is required: {(inputs.IsNumber(input) ? "a number" : "a text")} that was never missing when the model was trained.";

    private Refusal Mismatch(int input, string given) =>
        new($"is {inputs.Reader(input).Accepted}, and {given} was given.");

    private List<string> Names() => [.. Enumerable.Range(0, inputs.Count).Select(x => inputs[x].Name)];

    private static string Shown(ReadOnlySpan<byte> value, JsonTokenType type) =>
        type == JsonTokenType.String ? $"'{Brief(value)}'" : Brief(value);

    private static string Brief(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        return text.Length > MostShown ? text[..MostShown] + "..." : text;
    }

    /// <param name="Clause">After the name of the field: "is a number, and 'x' was given."</param>
    /// <param name="Hint">What to do, or null.</param>
    private readonly record struct Refusal(string Clause, string? Hint = null);
}
