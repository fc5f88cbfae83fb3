using System.Text.Json;
using Pipeline.Core.Models;
using Pipeline.Core.Problems;

namespace Pipeline.Serving.Requests;

/// <summary>Reads one JSON object into a row, and finds everything that is wrong with it. Not for two threads at once.</summary>
internal sealed class RowReader(InputTable inputs, FeatureRow row)
{
    private const int MostProblems = 20;

    private readonly bool[] _isGiven = new bool[inputs.Count];

    public List<FieldProblem> Problems { get; } = [];

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
        var problem = _isGiven[input] ? "occurs twice." : Set(ref reader, input);
        _isGiven[input] = true;
        reader.Skip();
        if (problem is not null)
            Add(new FieldProblem(number, inputs[input].Name, $"'{inputs[input].Name}' {problem}"));
    }

    /// <returns>What is wrong with the value, or null.</returns>
    private string? Set(ref Utf8JsonReader reader, int input)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return inputs[input].MayBeMissing ? null : Required(input);
        if (!inputs.IsNumber(input))
            return SetText(ref reader, input);
        if (reader.TokenType != JsonTokenType.Number)
            return $"is a number, and {Kind(reader.TokenType)} was given.";
        if (!reader.TryGetDouble(out var value) || !double.IsFinite(value))
            return "is larger than a number can be.";
        row.Set(input, value);
        return null;
    }

    private string? SetText(ref Utf8JsonReader reader, int input)
    {
        if (reader.TokenType != JsonTokenType.String)
            return $"is a text, and {Kind(reader.TokenType)} was given.";
        try
        {
            row.Set(input, inputs.Text(ref reader, input));
            return null;
        }
        catch (InvalidOperationException)
        {
            return "is not Unicode: it has half a surrogate pair.";
        }
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

    private List<string> Names() => [.. Enumerable.Range(0, inputs.Count).Select(x => inputs[x].Name)];

    private static string Kind(JsonTokenType type) => type switch
    {
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        _ => "nothing",
    };
}
