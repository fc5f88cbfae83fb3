using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>
/// Matches UTF-8 against a pattern, in time that grows with the text alone: nothing is tried twice. Short values that occur again
/// are answered from memory.
/// </summary>
internal sealed class PatternMatcher(Regex regex)
{
    private const int MostKnown = 4096;
    private const int LongestKnown = 64;

    private readonly Interner _known = new(MostKnown);
    private readonly bool[] _matches = new bool[MostKnown];
    private char[] _text = new char[256];

    /// <summary>How many more values were known than were not; memory is given up where too few are.</summary>
    private int _luck = 2 * MostKnown;

    /// <returns>Null, and the reason, for a pattern that cannot be read, or whose time cannot be bounded.</returns>
    public static Regex? Compile(string pattern, out string reason)
    {
        try
        {
            reason = "";
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (RegexParseException exception)
        {
            reason = $"The pattern '{pattern}' cannot be read from its character {exception.Offset} on.";
        }
        catch (NotSupportedException)
        {
            reason = $"The pattern '{pattern}' looks around, refers back or is too large, so that its time has no bound.";
        }

        return null;
    }

    public PatternMatcher Copy() => new(regex);

    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        if (value.Length > LongestKnown || _luck < 0)
            return Match(value);
        var known = _known.Count;
        var number = _known.NumberOf(value);
        if (number >= 0 && number < known)
        {
            _luck = Math.Min(_luck + 1, 2 * MostKnown);
            return _matches[number];
        }

        _luck--;
        return number == Interner.Full ? Match(value) : _matches[number] = Match(value);
    }

    private bool Match(ReadOnlySpan<byte> value)
    {
        if (_text.Length < value.Length)
            _text = new char[value.Length * 2];
        return regex.IsMatch(_text.AsSpan(0, Encoding.UTF8.GetChars(value, _text)));
    }
}
