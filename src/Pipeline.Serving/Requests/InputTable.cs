using System.Text;
using System.Text.Json;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Serving.Requests;

/// <summary>The inputs of a model as requests name them, found without allocating, fastest in order.</summary>
internal sealed class InputTable
{
    private const int LongestKnownText = 256;

    private readonly ModelInput[] _inputs;
    private readonly byte[][] _names;
    private readonly ValueReader[] _readers;
    private readonly KnownValues[] _known;

    public InputTable(ModelSignature signature)
    {
        Unseen = signature.Unseen;
        _inputs = [.. signature.Inputs];
        _names = [.. _inputs.Select(x => Encoding.UTF8.GetBytes(x.Name))];
        _readers = [.. _inputs.Select(x => new ValueReader(x.DataType, signature.Spellings))];
        _known = [.. _inputs.Zip(_readers, (input, reader) => new KnownValues(input, reader))];
    }

    public int Count => _inputs.Length;

    /// <summary>What becomes of a row with a value that training has not seen.</summary>
    public UnseenPolicy Unseen { get; }

    public ModelInput this[int input] => _inputs[input];

    public bool IsNumber(int input) => _inputs[input].Type == ColumnType.Number;

    /// <summary>What a value of the input means.</summary>
    public ValueReader Reader(int input) => _readers[input];

    public KnownValues Known(int input) => _known[input];

    /// <param name="reader">At the name of a property.</param>
    /// <param name="expected">Where to look first.</param>
    /// <returns>-1 for a name that the model does not read.</returns>
    public int Find(ref Utf8JsonReader reader, int expected)
    {
        try
        {
            return Search(ref reader, expected);
        }
        catch (InvalidOperationException)
        {
            return -1;
        }
    }

    /// <summary>
    /// The text that a name stands for: the category's own instance where it is one, else a new one. What JSON has as a number
    /// or as true, and is no category by its text, is the category of the same meaning.
    /// </summary>
    /// <param name="name">In UTF-8.</param>
    /// <param name="input">Whose value it is.</param>
    /// <param name="type">What JSON has it as.</param>
    public string Text(ReadOnlySpan<byte> name, int input, JsonTokenType type)
    {
        if (name.Length > LongestKnownText)
            return Encoding.UTF8.GetString(name);
        Span<char> text = stackalloc char[LongestKnownText];
        var length = Encoding.UTF8.GetChars(name, text);
        return _known[input].Category(text[..length]) ?? ByMeaning(name, input, type) ?? text[..length].ToString();
    }

    private string? ByMeaning(ReadOnlySpan<byte> name, int input, JsonTokenType type) => type switch
    {
        JsonTokenType.Number when NumberText.TryParse(name, out var number) => _known[input].Category(number),
        JsonTokenType.True => _known[input].Category(truth: true),
        JsonTokenType.False => _known[input].Category(truth: false),
        _ => null,
    };

    /// <exception cref="InvalidOperationException">The name has half a surrogate pair.</exception>
    private int Search(ref Utf8JsonReader reader, int expected)
    {
        if (expected < _names.Length && reader.ValueTextEquals(_names[expected]))
            return expected;
        for (var i = 0; i < _names.Length; i++)
        {
            if (reader.ValueTextEquals(_names[i]))
                return i;
        }

        return -1;
    }
}
