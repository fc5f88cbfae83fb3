using System.Globalization;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Pipeline.Reporting.ModelCards;

/// <summary>Renders one card: every value that is printed is escaped, and every name that is not known is an error.</summary>
internal sealed class CardContext : TemplateContext
{
    // Above the rows of any card: a thousand is soon reached by metrics times slices.
    private const int MostRows = 100_000;

    private readonly CardMedium _medium;

    public CardContext(ScriptObject view, CardMedium medium)
    {
        _medium = medium;
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        AutoIndent = false;
        LoopLimit = MostRows;
        NewLine = "\n";
        PushCulture(CultureInfo.InvariantCulture);
        PushGlobal(view);
    }

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is null)
            return this;

        var text = VisibleText.Of(ObjectToString(textAsObject) ?? "");
        return Write(_medium == CardMedium.Html ? HtmlText.Escape(text) : MarkdownText.Escape(text));
    }
}
