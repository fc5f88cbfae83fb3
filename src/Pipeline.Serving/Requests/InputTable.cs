using System.Text;
using System.Text.Json;
using Pipeline.Core.Models;
using Pipeline.Core.Tables;

namespace Pipeline.Serving.Requests;

/// <summary>The inputs of a model as requests name them, found without allocating, fastest in order.</summary>
internal sealed class InputTable
{
    private const int LongestKnownText = 256;

    private readonly ModelInput[] _inputs;
    private readonly byte[][] _names;
    private readonly Dictionary<string, string>?[] _categories;

    public InputTable(ModelSignature signature)
    {
        _inputs = [.. signature.Inputs];
        _names = [.. _inputs.Select(x => Encoding.UTF8.GetBytes(x.Name))];
        _categories = [.. _inputs.Select(x => x.Categories?.ToDictionary(y => y, StringComparer.Ordinal))];
    }

    public int Count => _inputs.Length;

    public ModelInput this[int input] => _inputs[input];

    public bool IsNumber(int input) => _inputs[input].Type == ColumnType.Number;

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

    /// <summary>The text at which the reader is: the category's own instance where it is one, else a new one.</summary>
    public string Text(ref Utf8JsonReader reader, int input)
    {
        if (_categories[input] is not { } known || reader.ValueSpan.Length > LongestKnownText)
            return reader.GetString()!;
        Span<char> text = stackalloc char[LongestKnownText];
        var length = reader.CopyString(text);
        return known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var category)
            ? category
            : text[..length].ToString();
    }

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
