using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pipeline.Reporting.Pages;

/// <summary>What every page of the toolkit holds to, whatever it is about.</summary>
internal static partial class PageLint
{
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "</style><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onload=\"alert(1)", "]]><!--", "' & \" < >",
        "javascript:alert(1)", "{{style}}", "url(https://example.com/x)", new string('w', 5000), "\u202Egnp.exe",
        "\0\u0001\u001f",
        "اسم العمود", "שם", "名前名前名前名前名前名前名前名前名前名前", "a\nb\tc",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "",
    ];

    public static IEnumerable<string> Sections(string page) => Section().Matches(page).Select(x => x.Groups["id"].Value);

    /// <summary>What data says became neither an element nor a handler, nor anything that readers do not see.</summary>
    public static void ShouldHaveTheMarkupOf(string page, string plain)
    {
        Tags(page).ShouldBeSubsetOf(Tags(plain));
        Tags(page).ShouldNotContain("script");
        Attribute().Matches(Body(page)).Select(x => x.Groups["name"].Value)
            .Where(x => x.StartsWith("on", StringComparison.Ordinal)).ShouldBeEmpty();
        page.ShouldNotContain('\0');
        page.ShouldNotContain('\u202E');
    }

    public static void ShouldAllowItsStyleAlone(string page)
    {
        var begin = page.IndexOf("<style>", StringComparison.Ordinal) + 7;
        var style = page[begin..page.IndexOf("</style>", StringComparison.Ordinal)];

        page.ShouldContain(Markup.Escaped($"default-src 'none'; style-src {PageText.HashOf(style)}; base-uri 'none'"));
        Attribute().Matches(Body(page)).Select(x => x.Groups["name"].Value).ShouldNotContain("style");
    }

    public static void ShouldLoadNothing(string page)
    {
        page.ShouldNotContain("@import");
        page.ShouldNotContain("url(");
        page.ShouldNotContain("://");
        Attribute().Matches(page).Select(x => x.Groups["name"].Value).ShouldNotContain("src");
    }

    public static void ShouldBeADrawing(string file)
    {
        var svg = XDocument.Parse(file).Root!;
        svg.Name.LocalName.ShouldBe("svg");
        svg.Attribute("role")!.Value.ShouldBe("img");
        svg.Attribute("aria-label")!.Value.ShouldNotBeNullOrWhiteSpace();
        svg.Descendants().Select(x => x.Name.LocalName).Distinct()
            .ShouldBeSubsetOf(["title", "style", "rect", "line", "path", "text"]);
    }

    private static HashSet<string> Tags(string page) => [.. Tag().Matches(page).Select(x => x.Groups["name"].Value)];

    private static string Body(string page) => page[page.IndexOf("<body>", StringComparison.Ordinal)..];

    [GeneratedRegex("<section id=\"(?<id>[a-z-]+)\">")]
    private static partial Regex Section();

    [GeneratedRegex("<(?<name>[a-zA-Z0-9]+)(?=[\\s>/])")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s(?<name>[a-z-]+)=\"")]
    private static partial Regex Attribute();
}
