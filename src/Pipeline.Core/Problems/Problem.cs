using System.Globalization;
using System.Text;

namespace Pipeline.Core.Problems;

/// <summary>One thing that is wrong with an input, where it is, and what would be right.</summary>
/// <param name="File">The path as the user knows it; empty where the input is not a file.</param>
/// <param name="Line">Counted from 1; null where the whole file is meant.</param>
/// <param name="Column">Counted from 1 in UTF-16 characters, as editors do; null where the whole line is meant.</param>
/// <param name="Message">One sentence: what was found, and what is accepted.</param>
/// <param name="Hint">One sentence on what to do, or null.</param>
public sealed record Problem(string File, long? Line, int? Column, string Message, string? Hint = null)
{
    public Problem(string message, string? hint = null) : this("", null, null, message, hint)
    {
    }

    /// <summary>One line, "file:line:column: message hint", with control characters escaped: input forges no log lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(new SourceLocation(File, Line, Column).ToString());
        if (text.Length > 0)
            text.Append(": ");
        text.Append(Message);
        if (Hint is not null)
            text.Append(' ').Append(Hint);
        return OneLine(text.ToString());
    }

    private static string OneLine(string text)
    {
        if (!text.Any(IsBreak))
            return text;
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (IsBreak(character))
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                line.Append(character);
        }

        return line.ToString();
    }

    private static bool IsBreak(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}

/// <summary>A place in an input, counted as in <see cref="Problem"/>.</summary>
public sealed record SourceLocation(string File, long? Line = null, int? Column = null)
{
    public Problem Problem(string message, string? hint = null) => new(File, Line, Column, message, hint);

    /// <summary>"model.yml:12:5", as editors and terminals link it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{File}{(Line is null ? "" : $":{Line}")}{(Line is null || Column is null ? "" : $":{Column}")}");
}
