using System.Text;

namespace Pipeline.Polyfills.Api;

/// <summary>Searches in a line of a listing that look past literals and brackets.</summary>
internal static class ApiText
{
    private const char Masked = '\u0001';

    /// <summary>The same text with every string and character literal blanked out, so that positions stay the same.</summary>
    public static string WithoutLiterals(string text)
    {
        var masked = new StringBuilder(text);
        for (var start = 0; start < text.Length; start++)
        {
            if (text[start] is not ('"' or '\''))
                continue;

            var end = EndOfLiteral(text, start);
            for (var i = start; i <= end; i++)
                masked[i] = Masked;
            start = end;
        }

        return masked.ToString();
    }

    /// <summary>The first position of one of the characters outside of brackets; the length where there is none.</summary>
    public static int IndexOfAny(string text, string characters, int start = 0)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (depth == 0 && characters.Contains(text[i]))
                return i;
            depth += Depth(text, i);
        }

        return text.Length;
    }

    /// <summary>The parts between the commas that are outside of brackets.</summary>
    public static IEnumerable<string> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = IndexOfAny(text, ",", start);
            yield return text[start..end].Trim();
            start = end + 1;
        }
    }

    private static int Depth(string text, int index) => text[index] switch
    {
        '<' or '(' or '[' or '{' => 1,
        '>' or ')' or ']' or '}' => -1,
        _ => 0,
    };

    // A character literal is one character, which may be a quote, or a \u escape, which never holds one.
    private static int EndOfLiteral(string text, int start)
    {
        if (text[start] == '\'')
            return start + 2 < text.Length && text.IndexOf('\'', start + 2) is > 0 and var quote ? quote : start;

        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i;
            if (text[i] == '\\')
                i++;
        }

        return text.Length - 1;
    }
}
