using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Reporting.Evaluations;
using Pipeline.Testing;

namespace Pipeline.Reporting.ModelCards;

public partial class ModelCardTests
{
    private const string Folder = "tests/Pipeline.Tests/Reporting/ModelCards";

    [Fact]
    public void Card_WithEverything_RendersAsApproved()
    {
        var card = SomeCard.Full;

        SomeCard.Render(card, CardTemplate.Markdown).ShouldMatchApproved($"{Folder}/FullCard.approved.md");
        SomeCard.Render(card, CardTemplate.Html).ShouldMatchApproved($"{Folder}/FullCard.approved.html");
    }

    [Fact]
    public void Card_WithNothing_SaysWhatIsMissing()
    {
        var card = SomeCard.Empty;

        SomeCard.Render(card, CardTemplate.Markdown).ShouldMatchApproved($"{Folder}/EmptyCard.approved.md");
        SomeCard.Render(card, CardTemplate.Html).ShouldMatchApproved($"{Folder}/EmptyCard.approved.html");
    }

    [Fact]
    public void Card_UnderAnyCulture_IsTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = SomeCard.Render(SomeCard.Full, CardTemplate.Html);
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";

        CultureInfo.CurrentCulture = culture;
        var card = SomeCard.Render(SomeCard.Full, CardTemplate.Html);
        CultureInfo.CurrentCulture = before;

        card.ShouldBe(expected);
    }

    [Fact]
    public void Page_Always_LoadsAndRunsNothing()
    {
        var page = SomeCard.Render(SomeCard.Full, CardTemplate.Html);

        Loading().Matches(page).Select(x => x.Value).ShouldBeEmpty();
        page.ShouldContain("default-src 'none'");
    }

    [Theory]
    [InlineData("recall")]
    [InlineData("</svg><script>alert(1)</script>")]
    [InlineData("](https://example.com) **bold** \n# heading")]
    public void Card_OfAnEvaluation_HasItsFigures(string text)
    {
        var card = SomeCard.Full with { Evaluation = SomeEvaluation.Saying(_ => text) };
        var files = CardFigure.Of(card.Evaluation);

        var (page, markdown) = (SomeCard.Render(card, CardTemplate.Html), SomeCard.Render(card, CardTemplate.Markdown));

        files.Count.ShouldBeGreaterThan(8);
        page.Split("<svg ").Length.ShouldBe(files.Count + 1);
        page.ShouldNotContain("<script");
        foreach (var file in files)
        {
            file.Path.ShouldMatch(@"^figures/[a-z]+(-[a-z0-9]+)*\.svg$");
            markdown.ShouldContain($"]({file.Path})\n");
            file.Text.ShouldStartWith("<svg ");
            file.Text.ShouldContain("prefers-color-scheme: dark");
        }

        markdown.Split('\n').Count(line => line.StartsWith("![", StringComparison.Ordinal)).ShouldBe(files.Count);
    }

    [Fact]
    public void Card_ThatChangedNothing_SaysSo()
    {
        var card = SomeCard.Full with { Changes = new CardChanges(new ModelVersion(11), []) };

        SomeCard.Render(card, CardTemplate.Markdown)
            .ShouldContain("## What changed since v11\n\nNothing that is known of both versions.");
        SomeCard.Render(card, CardTemplate.Html).ShouldContain("Nothing that is known of both versions.");
    }

    [Fact]
    public void Card_WithThousandsOfSlices_ShowsThemAll()
    {
        var zips = Enumerable.Range(0, 5000).Select(x => $"zip={x:D5}");
        var card = SomeCard.Full with
        {
            Metrics = [.. zips.Select(x => new Measurement { Name = "recall", Slice = x, Value = 0.5 })],
        };

        var text = SomeCard.Render(card, CardTemplate.Markdown);

        text.Split('\n').Count(x => x.StartsWith("| zip=", StringComparison.Ordinal)).ShouldBe(5000);
    }

    [Fact]
    public void Card_WithoutGates_DoesNotLookLikeOneThatPassed()
    {
        var card = SomeCard.Full with { Gates = new CheckReport([]) };

        var page = SomeCard.Render(card, CardTemplate.Html);

        page.ShouldContain("No gate was judged");
        page.ShouldNotContain("Gates passed");
    }

    [Fact]
    public void Fact_ThatIsMissing_HasNoValue()
    {
        var fact = CardFact.Declared("  ");

        fact.Evidence.ShouldBe(Evidence.Missing);
        Should.Throw<InvalidOperationException>(() => fact.Value).Message.ShouldBe("A missing fact has no value.");
    }

    // Of the page itself: text that looks like an address is only text, and a link to a file beside it loads nothing by itself.
    [GeneratedRegex(
        @"<(script|link|img|iframe|object|embed|base|form)\b|(?<!<a)\s(src|href|srcset|action|on\w+)=|url\(|@import",
        RegexOptions.IgnoreCase)]
    private static partial Regex Loading();
}
