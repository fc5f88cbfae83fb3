using System.Text;

namespace Pipeline.Polyfills.Api;

/// <summary>
/// A line of a listing, taken apart: <c>signature | kind flags [Attributes]</c>. Two lines that say the same, attributes and
/// the text of default values aside, have the same <see cref="Declaration"/>.
/// </summary>
internal sealed class ApiLine
{
    private static readonly HashSet<string> TypeKinds = ["class", "struct", "interface", "enum", "delegate", "record"];

    private ApiLine(string text, string signature, string[] words)
    {
        Text = text;
        Signature = signature;
        Kind = words[0];
        Flags = [.. words.Skip(1).Order(StringComparer.Ordinal)];
        IsType = TypeKinds.Contains(Kind);
        Head = signature[..ApiText.IndexOfAny(signature, "([: ")];
        Owner = IsType ? Head : OwnerOf(Head);

        var rest = signature[Head.Length..];
        var where = rest.IndexOf(" where ", StringComparison.Ordinal) is >= 0 and var index ? index : rest.Length;
        Constraints = rest[where..].Trim();
        Bases = IsType && rest.StartsWith(" : ", StringComparison.Ordinal) ? [.. ApiText.Split(rest[3..where])] : [];
    }

    public string Text { get; }

    /// <summary>What is before the bar, with <c>_</c> for the value of every optional parameter.</summary>
    public string Signature { get; }

    public string Kind { get; }

    public IReadOnlyList<string> Flags { get; }

    public bool IsType { get; }

    /// <summary>The full name, with type parameters.</summary>
    public string Head { get; }

    /// <summary>The name of the type that the line declares, or of which it declares a member.</summary>
    public string Owner { get; }

    public string Declaration => $"{Signature} | {string.Join(' ', Flags.Prepend(Kind))}";

    /// <summary>A type's base type and interfaces, as the line names them.</summary>
    public IReadOnlyList<string> Bases { get; }

    public string Constraints { get; }

    /// <summary>Null for a comment.</summary>
    public static ApiLine? Parse(string text)
    {
        if (text.Length == 0 || text[0] == '#')
            return null;

        var masked = ApiText.WithoutLiterals(text);
        var bar = masked.IndexOf(" | ", StringComparison.Ordinal);
        if (bar < 0)
            throw new FormatException($"'{text}' is no line of a listing: it has no bar between signature and kind.");

        var attributes = masked.IndexOf(" [", bar, StringComparison.Ordinal);
        var words = text[(bar + 3)..(attributes < 0 ? text.Length : attributes)];
        return new ApiLine(text, WithoutDefaults(text[..bar], masked[..bar]), words.Split(' '));
    }

    public override string ToString() => Text;

    private static string OwnerOf(string head)
    {
        var depth = 0;
        for (var i = head.Length - 1; i > 0; i--)
        {
            depth += head[i] switch { '>' => 1, '<' => -1, _ => 0 };
            if (depth == 0 && head[i] == '.')
                return head[..i].TrimEnd('.');
        }

        return string.Empty;
    }

    private static string WithoutDefaults(string signature, string masked)
    {
        var result = new StringBuilder();
        var position = 0;
        var list = ApiText.IndexOfAny(masked, "([");
        for (var start = Default(masked, list); start >= 0; start = Default(masked, position))
        {
            result.Append(signature, position, start - position).Append(" = _");
            position = ApiText.IndexOfAny(masked, ",)]", start);
        }

        return result.Append(signature, position, signature.Length - position).ToString();
    }

    private static int Default(string masked, int start) =>
        start >= masked.Length ? -1 : masked.IndexOf(" = ", start, StringComparison.Ordinal);
}
