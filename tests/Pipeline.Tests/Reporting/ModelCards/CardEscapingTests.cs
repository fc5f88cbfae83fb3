using System.Text.RegularExpressions;

namespace Pipeline.Reporting.ModelCards;

/// <summary>Whatever data and manifests say, a card has the structure of its template.</summary>
public partial class CardEscapingTests
{
    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "` onclick=alert(1) `", "-->", "]]>", "&lt;b&gt;", "</style><b>", "javascript:alert(1)", "{{ name }}", "{{", "}}", "{%{",
        "a | b | c", "| --- |", "# heading", "## heading", "- item", "* item", "+ item", "1. item", "1) item", "> quote",
        "    code",
        "```\ncode\n```", "`code`", "**bold**", "__bold__", "_it_", "~~gone~~", "[link](http://evil.example)", "![image](x.png)",
        "<http://evil.example>", "http://evil.example", "www.evil.example", "[ref]: http://evil.example", "a\n\n# heading\n\nb",
        "a\r\n---\r\nb", "a\n===", "line\\", "line  \nbreak", "$x$", "\t\tcode", "a\u2028b", "a\u0085b", "---", "***",
        "<!-- x -->", "~~~",
        "=x", ": x", ".", ")", "\\|", "\\\\|", "\\<b>", "\\`", "&#60;b&#62;",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Page_WithHostileTexts_HasTheTagsOfAHarmlessOne(string text)
    {
        var harmless = SomeCard.Render(SomeCard.Saying(_ => "x"), CardTemplate.Html);

        var page = SomeCard.Render(SomeCard.Saying(_ => text), CardTemplate.Html);

        Tags(page).ShouldBe(Tags(harmless));
        page.ShouldNotContain("<script", Case.Insensitive);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Markdown_WithHostileTexts_HasTheMarkupOfAHarmlessOne(string text)
    {
        var harmless = SomeCard.Render(SomeCard.Saying(_ => "x"), CardTemplate.Markdown);

        var card = SomeCard.Render(SomeCard.Saying(_ => text), CardTemplate.Markdown);

        Markup(card).ShouldBe(Markup(harmless));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Attribute_OfATeamsTemplate_KeepsItsQuotes(string text)
    {
        const string Source = "<b title=\"{{ owner.value }}\" lang='{{ owner.value }}'>";
        var template = CardTemplate.Parse(Source, "card.sbn", CardMedium.Html);

        var page = SomeCard.Render(SomeCard.Saying(_ => text), template.OrThrow());

        page.Count(x => x == '"').ShouldBe(2);
        page.Count(x => x == '\'').ShouldBe(2);
        page.Count(x => x is '<' or '>' or '`').ShouldBe(2);
        page.Count(x => x == '=').ShouldBe(2);
    }

    [Theory]
    [InlineData("a\u0000b\u001b[31m", "a\\u0000b\\u001b[31m")]
    [InlineData("abc\u202edcba", "abc\\u202edcba")]
    [InlineData("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff")]
    [InlineData("Grüße, 名前 👩‍🔬", "Grüße, 名前 👩‍🔬")]
    public void Text_ThatHidesSomething_ShowsIt(string text, string shown)
    {
        var template = CardTemplate.Parse("{{ owner.value }}", "card.sbn", CardMedium.Html).OrThrow();

        var page = SomeCard.Render(SomeCard.Saying(_ => text), template);

        page.ShouldBe(shown);
    }

    [Fact]
    public void Text_WithHalfACharacter_ShowsThatItIsBroken()
    {
        var template = CardTemplate.Parse("{{ owner.value }}", "card.sbn", CardMedium.Html).OrThrow();

        var page = SomeCard.Render(SomeCard.Saying(_ => "lone \ud800 half"), template);

        page.ShouldBe("lone \ufffd half");
    }

    [Theory]
    [InlineData("0.93", "0.93")]
    [InlineData("1. first", "1\\. first")]
    [InlineData("-1.5", "\\-1.5")]
    [InlineData("roc_auc", "roc\\_auc")]
    [InlineData("see https://a.example/b", "see https\\://a.example/b")]
    [InlineData("  two\n\nparagraphs ", "two paragraphs")]
    [InlineData("a < b & c", "a &lt; b &amp; c")]
    public void Markdown_OfAText_SaysTheSame(string text, string expected)
    {
        var template = CardTemplate.Parse("{{ owner.value }}", "card.sbn", CardMedium.Markdown).OrThrow();

        var card = SomeCard.Render(SomeCard.Saying(_ => text), template);

        card.ShouldBe(expected);
    }

    private static IEnumerable<string> Tags(string page) => Tag().Matches(page).Select(x => x.Value);

    // The characters with a meaning, line by line, that nothing takes it from.
    private static IEnumerable<string> Markup(string card) => card.Split('\n').Select(line =>
        string.Concat(Meaning().Matches(Neutral().Replace(line, "x")).Select(x => x.Value)));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\\[!-/:-@\[-`{-~]|&(?:lt|gt|amp);")]
    private static partial Regex Neutral();

    [GeneratedRegex(@"^\s*(?:#+|[-+=:>]|\d+[.)])|[|*`_\[\]<>~$&\\]|(?:http|www)(?=[:.])|^ {4}|\t")]
    private static partial Regex Meaning();
}
