using Pipeline.Core.Problems;
using Pipeline.Testing;

namespace Pipeline.Reporting.ModelCards;

public class CardTemplateTests
{
    [Fact]
    public async Task Template_OfATeam_IsReadFromItsFile()
    {
        using var folder = new TemporaryFolder();
        folder.Write("card.md.sbn", "{{ owner.value }}: {{ dataset.rows.value }} rows, {{ dataset.rows.evidence }}");

        var template = await CardTemplate.ReadAsync(folder["card.md.sbn"], "card.md.sbn", CardMedium.Markdown, Cancellation);

        SomeCard.Render(SomeCard.Full, template.OrThrow()).ShouldBe("risk-team@example.com: 32,561 rows, measured");
    }

    [Fact]
    public void Template_WithMistakes_HasAProblemForEach()
    {
        var template = CardTemplate.Parse("line one\n{{ 1 + }} and {{ for x nums }}", "card.sbn", CardMedium.Html);

        template.Problems.Select(x => x.ToString()).ShouldBe(
        [
            "card.sbn:2:8: Error while parsing binary expression: Expecting an <expression> to the right of the operator "
                + "instead of `}}` in: <expression> operator <expression>",
            "card.sbn:2:18: Error while parsing for statement: Expecting 'in' word instead of `nums` in: "
                + "for <variable> in <expression> ... end",
            "card.sbn:2:29: Error while parsing for statement: The <end> statement was not found in: "
                + "for <variable> in <expression> ... end",
        ]);
    }

    [Fact]
    public void Template_WithAMisspeltName_IsAProblemWithTheNearest()
    {
        var problem = Failure("a\n  {{ provenence.title }}");

        problem.ToString().ShouldBe(
            "card.sbn:2:6: The variable or function `provenence` was not found. Did you mean 'provenance'?");
    }

    [Theory]
    [InlineData("{{ dataset.row.value }}", 12)]
    [InlineData("{{ owner.vlaue }}", 10)]
    [InlineData("{{ for gate in gates }}{{ gate.reson }}{{ end }}", 32)]
    [InlineData("{{ if verdict.failed }}{{ end }}", 15)]
    public void Template_WithAMisspeltField_IsAProblemWithItsPlace(string text, int column)
    {
        var problem = Failure(text);

        (problem.File, problem.Line, problem.Column).ShouldBe(("card.sbn", 1, column));
    }

    [Theory]
    [InlineData("{{ while true }}{{ end }}")]
    [InlineData("{{ func f; f; end; f }}")]
    [InlineData("{{ include 'secrets' }}")]
    [InlineData("{{ 'a' * 100000000 }}")]
    [InlineData("{{ for i in 1..90000; for j in 1..90000; x = j; end; end }}")]
    public void Template_ThatDoesWhatItMayNot_IsAProblem(string text)
    {
        var problem = Failure(text);

        problem.Line.ShouldBe(1);
    }

    [Theory]
    [InlineData("{{ func f(n); if n > 0; f(n - 1); f(n - 1); end; end; f(60) }}")]
    [InlineData("{{ s = 'x'; for i in 1..90000; s = s + s; t = s | string.upcase; s = t | string.slice 0 400000; end }}")]
    [InlineData("{{ k = []; for i in 1..90000; k[i] = ('x' | string.pad_right 100000) + i; end }}")]
    public void Template_ThatGoesOnAndOn_IsEndedAtItsDeadline(string text)
    {
        var template = CardTemplate.Parse(text, "card.sbn", CardMedium.Html).OrThrow();
        var renderer = new ModelCardRenderer(new ManualClock()) { Longest = TimeSpan.FromMilliseconds(200) };

        var problem = renderer.Render(SomeCard.Full, template).Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldStartWith("card.sbn:1:");
        problem.Message.ShouldBe("The template takes longer than the 0.2 s that one card may take, and was ended here.");
    }

    [Fact]
    public void Template_ThatIsTooLong_IsAProblem()
    {
        var template = CardTemplate.Parse(new string('x', 1_000_001), "card.sbn", CardMedium.Html);

        template.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("card.sbn: A template of a model card has at most 1000000 characters.");
    }

    [Fact]
    public async Task File_ThatIsTooLong_IsNotRead()
    {
        using var folder = new TemporaryFolder();
        await using (var file = File.Create(folder["card.sbn"]))
            file.SetLength(4_000_001);

        var template = await CardTemplate.ReadAsync(folder["card.sbn"], "card.sbn", CardMedium.Html, Cancellation);

        template.Problems.ShouldHaveSingleItem().Message.ShouldContain("at most");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Problem Failure(string text)
    {
        var template = CardTemplate.Parse(text, "card.sbn", CardMedium.Html).OrThrow();

        return new ModelCardRenderer(new ManualClock()).Render(SomeCard.Full, template).Problems.ShouldHaveSingleItem();
    }
}
