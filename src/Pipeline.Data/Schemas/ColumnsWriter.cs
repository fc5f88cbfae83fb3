using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Schemas;

/// <summary>Adds columns and expectations to a manifest and leaves every other byte of it alone, comments too.</summary>
public static class ColumnsWriter
{
    private const string Data = "data:";
    private const string Columns = "columns:";
    private const string Expect = "expect:";

    /// <summary>
    /// To the <c>columns:</c> that is there, else to a new one at the end of <c>data:</c>. A section in braces is a problem:
    /// where a line of it would go is not for a program to say.
    /// </summary>
    /// <param name="manifest">Its text, which is valid.</param>
    /// <param name="file">As the user knows it.</param>
    /// <param name="columns">Lines, as they stand below <c>columns:</c>.</param>
    public static Validated<string> Write(string manifest, string file, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(columns);
        return Add(manifest, file, Columns, columns);
    }

    /// <summary>The same for <c>expect:</c>.</summary>
    /// <param name="manifest">Its text, which is valid.</param>
    /// <param name="file">As the user knows it.</param>
    /// <param name="expectations">Lines, as they stand below <c>expect:</c>.</param>
    public static Validated<string> WriteExpectations(string manifest, string file, IReadOnlyList<string> expectations)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(expectations);
        return Add(manifest, file, Expect, expectations);
    }

    private static Validated<string> Add(string manifest, string file, string name, IReadOnlyList<string> added)
    {
        var end = manifest.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = manifest.Split(end).ToList();
        var data = lines.FindIndex(x => x.TrimEnd() == Data || x.StartsWith(Data + " #", StringComparison.Ordinal));
        if (data < 0)
            return Refuse(file, Data);
        var indent = Indent(lines[data + 1]);
        var section = End(lines, data, 0);
        var start = new string(' ', indent) + name;
        var place = lines.FindIndex(data, section - data, x => x.StartsWith(start, StringComparison.Ordinal));
        if (place < 0)
        {
            lines.InsertRange(section, added.Select(x => new string(' ', indent + 2) + x).Prepend(start));
            return Validated.Valid(string.Join(end, lines));
        }

        if (lines[place].Trim() is var key && key != name && !key.StartsWith(name + " #", StringComparison.Ordinal))
            return Refuse(file, name);
        var inner = Indent(lines[place + 1]);
        lines.InsertRange(End(lines, place, indent), added.Select(x => new string(' ', inner) + x));
        return Validated.Valid(string.Join(end, lines));
    }

    private static Validated<string> Refuse(string file, string key) => Validated.Invalid<string>(new Problem(
        file, null, null, $"'{key.TrimEnd(':')}' is not written line by line, so that nothing can be added to it.",
        "Paste what is printed above."));

    /// <summary>
    /// After the last line that belongs to the key; comments and blank lines behind it belong to what follows. The items of a
    /// list may stand below the key's first letter.
    /// </summary>
    private static int End(List<string> lines, int key, int indent)
    {
        var end = key + 1;
        for (var line = key + 1; line < lines.Count; line++)
        {
            if (lines[line].Trim() is "" || lines[line].TrimStart().StartsWith('#'))
                continue;
            if (Indent(lines[line]) is var own && (own < indent || (own == indent && !lines[line].AsSpan(own).StartsWith("- "))))
                break;
            end = line + 1;
        }

        return end;
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;
}

/// <summary>Texts as YAML writes them.</summary>
public static partial class YamlScalarText
{
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    /// <summary>As it is where nothing else can be read out of it, else in double quotes.</summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Simple().IsMatch(text) && !Words.Contains(text.ToLowerInvariant()) ? text : Quoted(text);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            // What YAML does not print, and what a person would not see, is written as an escape.
            var isHidden = char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when isHidden => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*([ -][A-Za-z0-9_]+)*\z")]
    private static partial Regex Simple();
}
