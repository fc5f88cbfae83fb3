using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Core.Problems;

/// <summary>Says where JSON is wrong in lines and characters, and in words without type names.</summary>
public static partial class JsonProblem
{
    /// <param name="exception">What the serialiser threw.</param>
    /// <param name="file">The path as the user knows it.</param>
    /// <param name="utf8">The text that was read; it turns the serialiser's byte position into a column.</param>
    public static Problem From(JsonException exception, string file, ReadOnlySpan<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var message = Sentence(exception);
        if (exception.LineNumber is not { } line)
            return new Problem(file, null, null, message);
        var column = exception.BytePositionInLine is { } position ? Column(Line(utf8, line), position) : (int?)null;
        return new Problem(file, (int)line + 1, column, message);
    }

    /// <summary>The sentence of a value that refuses to be made, without the parameter's name.</summary>
    internal static string Refusal(ArgumentException exception) => exception.Message.Split('\n')[0].Split(" (Parameter '")[0];

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> utf8, long line)
    {
        for (; line > 0 && utf8.IndexOf((byte)'\n') is >= 0 and var end; line--)
            utf8 = utf8[(end + 1)..];
        return utf8;
    }

    private static int Column(ReadOnlySpan<byte> line, long position) =>
        Encoding.UTF8.GetCharCount(line[..(int)Math.Min(position, line.Length)]) + 1;

    private static string Sentence(JsonException exception)
    {
        var text = Position().Replace(exception.Message, "").Trim();
        var path = string.IsNullOrEmpty(exception.Path) ? "the document" : $"'{exception.Path}'";
        if (Missing().Match(text) is { Success: true } missing)
            return $"In {path}, {missing.Groups["names"].Value} is missing.";
        if (Conversion().Match(text) is { Success: true } conversion)
            return $"The value of {path} is not {Kind(conversion.Groups["type"].Value)}.";
        if (Duplicate().Match(text) is { Success: true } duplicate)
            return $"{duplicate.Groups["name"].Value} occurs twice.";
        if (text.Contains("isFinalBlock", StringComparison.Ordinal))
            return "The document ends before it says anything.";
        return text.EndsWith('.') ? text : text + ".";
    }

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("System.Int", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("System.Double", StringComparison.Ordinal) => "a number",
        _ when type.Contains("System.Single", StringComparison.Ordinal) => "a number",
        _ when type.Contains("System.Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "an object",
        _ when type.Contains("List", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal) => "a list",
        _ when type.Contains("System.String", StringComparison.Ordinal) => "a text",
        _ when type.Contains("System.Date", StringComparison.Ordinal) => "a date and time",
        _ => "what is accepted there",
    };

    [GeneratedRegex(@"\s*(Path: .*|LineNumber: \d+ \| BytePositionInLine: \d+\.?)\s*$", RegexOptions.Singleline)]
    private static partial Regex Position();

    [GeneratedRegex("missing required properties[^:]*: (?<names>'.*')")]
    private static partial Regex Missing();

    [GeneratedRegex(@"could not be converted to (?<type>[^\s]+?)\.?$")]
    private static partial Regex Conversion();

    [GeneratedRegex("^Duplicate property (?<name>'.*?')")]
    private static partial Regex Duplicate();
}
