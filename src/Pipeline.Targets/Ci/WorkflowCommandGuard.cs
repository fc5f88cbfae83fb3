using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Targets.Ci;

/// <summary>
/// A console through which values from data cannot speak to a CI host. A host takes a line that begins with <c>::</c>, or has
/// <c>##[</c> or <c>##name[</c> in it, for a command; a backslash makes text of it: <c>\::set-env</c>, <c>##\[error]</c>.
/// </summary>
internal sealed partial class WorkflowCommandGuard(TextWriter inner) : TextWriter
{
    private readonly Lock _lock = new();
    private Place _place = Place.LineStart;

    private enum Place
    {
        LineStart,
        Escape,
        Colon,
        Text,
        Hash,
        Hashes,
    }

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Whether a host listens that knows such commands.</summary>
    public static bool IsWanted(Func<string, string?> variable) =>
        variable("GITHUB_ACTIONS") is { Length: > 0 } || variable("TF_BUILD") is { Length: > 0 };

    /// <summary>
    /// Whether a line is a command of the engine's: a fold or an annotation, written as one line. What data could do by such
    /// lines is to fold or annotate; what sets variables, paths, masks or outputs is never among them.
    /// </summary>
    public static bool IsOfEngine(string? line) => line is not null && Engine().IsMatch(line);

    /// <summary>Writes a line as it is.</summary>
    public void WriteCommand(string line)
    {
        lock (_lock)
        {
            inner.WriteLine(line);
            _place = Place.LineStart;
        }
    }

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}{inner.NewLine}");

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            var text = new StringBuilder(buffer.Length);
            foreach (var character in buffer)
                text.Append(Guard(character));
            inner.Write(text.ToString());
        }
    }

    public override void Flush() => inner.Flush();

    /// <summary>The character, after a backslash where it would complete a command, whatever came in earlier pieces.</summary>
    private string Guard(char character)
    {
        var isCommand = character == ':' && _place == Place.Colon || character == '[' && _place == Place.Hashes;
        _place = character is '\r' or '\n' ? Place.LineStart : isCommand ? Place.Text : Next(character);
        return isCommand ? $"\\{character}" : character.ToString();
    }

    // Colours of a terminal at the start of a line do not hide a command, so that they are passed over like blanks.
    private Place Next(char character) => (_place, character) switch
    {
        (Place.LineStart, '\u001b') => Place.Escape,
        (Place.Escape, _) => char.IsAsciiLetter(character) ? Place.LineStart : Place.Escape,
        (Place.LineStart, ':') => Place.Colon,
        (Place.LineStart, _) when IsPassedOver(character) =>
            Place.LineStart,
        (Place.Hash or Place.Hashes, '#') => Place.Hashes,
        (Place.Hashes, _) when char.IsAsciiLetter(character) => Place.Hashes,
        (_, '#') => Place.Hash,
        _ => Place.Text,
    };

    private static bool IsPassedOver(char character) =>
        char.IsWhiteSpace(character) || char.IsControl(character) || character == '\ufeff';

    [GeneratedRegex(@"\A(::(group|endgroup|debug|notice|warning|error)( [^:\r\n]*)?::|##\[(group|endgroup|section)\]|" +
        @"##vso\[task\.logissue [^\]\r\n]*\])[^\r\n]*\z")]
    private static partial Regex Engine();
}
