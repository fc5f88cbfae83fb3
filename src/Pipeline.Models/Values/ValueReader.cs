using System.Text;
using Pipeline.Models.Documents;

namespace Pipeline.Models.Values;

/// <summary>
/// What a value in UTF-8 means to a column of a type. Tables are loaded by it and requests are read by it, so that a value means
/// the same in training, in evaluation and in service. It keeps nothing, and many threads may ask.
/// </summary>
public sealed class ValueReader
{
    private readonly DataType _type;
    private readonly MissingMarkers _missing;
    private readonly byte[][] _true;
    private readonly byte[][] _false;

    public ValueReader(DataType type, ValueSpellings spellings)
    {
        ArgumentNullException.ThrowIfNull(spellings);
        (_type, _missing) = (type, new MissingMarkers(spellings.Missing));
        (_true, _false) = (Utf8(spellings.True), Utf8(spellings.False));
        Accepted = type switch
        {
            DataType.Number => "a number",
            DataType.Integer => "a whole number",
            DataType.Boolean =>
                $"true or false ({string.Join(", ", spellings.True)}; {string.Join(", ", spellings.False)})",
            DataType.Timestamp => "a date or a time by ISO 8601, such as 2024-05-01 or 2024-05-01T12:30:00Z",
            _ => "a text",
        };
    }

    /// <summary>What it takes, in words: "a whole number".</summary>
    public string Accepted { get; }

    /// <summary>The name of a boolean's truth, in tables and as a category.</summary>
    public static ReadOnlySpan<byte> NameOf(bool truth) => truth ? "true"u8 : "false"u8;

    public bool IsMissing(ReadOnlySpan<byte> value) =>
        _type is DataType.Number or DataType.Integer ? _missing.HasNumber(value) : _missing.Has(value);

    /// <summary>Reads a number or an integer. One with a fraction is no integer.</summary>
    public bool TryNumber(ReadOnlySpan<byte> value, out double number) =>
        NumberText.TryParse(value, out number) && Takes(number);

    /// <summary>Whether a number that was read already is one of the type. NaN is none.</summary>
    public bool Takes(double number) => !double.IsNaN(number) && (_type != DataType.Integer || double.IsInteger(number));

    /// <summary>
    /// Reads the name that any other value stands for: of a boolean its truth, else the text itself. What is no timestamp is not
    /// read as one.
    /// </summary>
    public bool TryName(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> name)
    {
        name = value;
        if (_type == DataType.Timestamp)
            return TimestampText.TryParse(value, out _);
        if (_type != DataType.Boolean)
            return true;
        var isTrue = Has(_true, value);
        name = NameOf(isTrue);
        return isTrue || Has(_false, value);
    }

    private static bool Has(byte[][] spellings, ReadOnlySpan<byte> value)
    {
        foreach (var spelling in spellings)
        {
            if (spelling.Length == value.Length && Ascii.EqualsIgnoreCase(spelling, value))
                return true;
        }

        return false;
    }

    private static byte[][] Utf8(IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}

/// <summary>How values are written where a text alone does not say what it means.</summary>
public sealed record ValueSpellings
{
    public static ValueSpellings Usual { get; } = new();

    /// <summary>What stands for none; a number does in any spelling. Default: nothing, "?", "NA" and "NaN".</summary>
    public IReadOnlyList<string> Missing { get; init; } = ["", "?", "NA", "NaN"];

    /// <summary>What is true of a boolean, in any case.</summary>
    public IReadOnlyList<string> True { get; init; } = ["true", "t", "yes", "y", "1"];

    /// <summary>What is false of a boolean, in any case.</summary>
    public IReadOnlyList<string> False { get; init; } = ["false", "f", "no", "n", "0"];
}

/// <summary>Truth in UTF-8, by the usual spellings of <see cref="ValueSpellings"/> in any case.</summary>
public static class BooleanText
{
    public static bool IsBoolean(ReadOnlySpan<byte> text) => TryParse(text, out _);

    /// <summary>One letter for a truth: t, f, y or n. Alone they say less than words do.</summary>
    public static bool IsLetter(ReadOnlySpan<byte> text) =>
        text.Length == 1 && !char.IsAsciiDigit((char)text[0]) && IsBoolean(text);

    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        switch (text.Length)
        {
            case 1:
                value = text[0] is (byte)'1' or (byte)'t' or (byte)'T' or (byte)'y' or (byte)'Y';
                return value || text[0] is (byte)'0' or (byte)'f' or (byte)'F' or (byte)'n' or (byte)'N';
            case 2:
                value = false;
                return Ascii.EqualsIgnoreCase(text, "no"u8);
            case 3:
                return value = Ascii.EqualsIgnoreCase(text, "yes"u8);
            case 4:
                return value = Ascii.EqualsIgnoreCase(text, "true"u8);
            default:
                value = false;
                return Ascii.EqualsIgnoreCase(text, "false"u8);
        }
    }
}
