using System.Text;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Reporting.Pages;

/// <summary>
/// Writes HTML and SVG element by element. Every text and every attribute is escaped here and nowhere else, so that what comes
/// from data cannot become markup; only names of elements and attributes are taken as they are, which are the code's own.
/// </summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    public Markup Open(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(element, attributes);
        _text.Append('>');
        _open.Push(element);
        return this;
    }

    /// <summary>Ends what was opened last.</summary>
    public Markup Close()
    {
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element of SVG without content.</summary>
    public Markup Empty(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(element, attributes);
        _text.Append("/>");
        return this;
    }

    /// <summary>An element of HTML that has no end.</summary>
    public Markup Void(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(element, attributes);
        _text.Append('>');
        return this;
    }

    /// <summary>An element with nothing but text in it.</summary>
    public Markup Element(string element, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(element, attributes).Text(text).Close();

    public Markup Text(string text)
    {
        _text.Append(Escaped(text));
        return this;
    }

    /// <summary>A name that may go on in the next line behind each underscore.</summary>
    public Markup Breakable(string name)
    {
        foreach (var (index, part) in name.Split('_').Index())
        {
            if (index > 0)
                Text("_").Void("wbr");
            Text(part);
        }

        return this;
    }

    public Markup Line()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>What another one wrote.</summary>
    public Markup Add(Markup other)
    {
        _text.Append(other._text);
        return this;
    }

    /// <summary>A style sheet of the toolkit's own, in which no character has a meaning to HTML or XML.</summary>
    /// <exception cref="ArgumentException">One has.</exception>
    public Markup Style(string sheet)
    {
        if (sheet.AsSpan().IndexOfAny('<', '&') >= 0)
            throw new ArgumentException("A style sheet has no '<' and no '&'.", nameof(sheet));
        _text.Append("<style>").Append(sheet).Append("</style>");
        return this;
    }

    public override string ToString() => _open.Count == 0
        ? _text.ToString()
        : throw new InvalidOperationException($"'{_open.Peek()}' is still open.");

    public static string Escaped(string text) => HtmlText.Escape(VisibleText.Of(text));

    private void Begin(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
                _text.Append(' ').Append(name).Append("=\"").Append(Escaped(value)).Append('"');
        }
    }
}
