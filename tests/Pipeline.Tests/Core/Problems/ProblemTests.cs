namespace Pipeline.Core.Problems;

public class ProblemTests
{
    [Fact]
    public void ToString_Complete_IsOneLineThatEditorsLink() =>
        new Problem("model.yml", 12, 5, "'sed' is not known here.", "Did you mean 'seed'?").ToString()
            .ShouldBe("model.yml:12:5: 'sed' is not known here. Did you mean 'seed'?");

    [Theory]
    [InlineData("model.yml", 3, null, "model.yml:3: Wrong.")]
    [InlineData("model.yml", null, null, "model.yml: Wrong.")]
    [InlineData("", null, null, "Wrong.")]
    public void ToString_PartOfThePlace_LeavesOutTheRest(string file, int? line, int? column, string expected) =>
        new Problem(file, line, column, "Wrong.").ToString().ShouldBe(expected);

    [Fact]
    public void ToString_ControlCharacters_CannotForgeALine() =>
        new Problem("a\nb.yml", 1, 1, "found 'x\r\n::error::y\u2028'.").ToString()
            .ShouldBe("a\\u000ab.yml:1:1: found 'x\\u000d\\u000a::error::y\\u2028'.");

    [Fact]
    public void InvalidInputException_Printed_IsItsSentencesAlone()
    {
        var exception = new InvalidInputException([new Problem("a.yml", 1, 2, "One."), new Problem("Two.")]);

        exception.ToString().ShouldBe("a.yml:1:2: One.\nTwo.");
        exception.Message.ShouldBe(exception.ToString());
    }

    [Fact]
    public void InvalidInputException_WithoutProblems_IsRefused() =>
        Should.Throw<ArgumentException>(() => new InvalidInputException([]));

    [Fact]
    public void Validated_WithProblems_ThrowsThemAtTheEdge()
    {
        var validated = Validated.Invalid<string>(new Problem("One."));

        Should.Throw<InvalidInputException>(() => validated.OrThrow()).Problems.ShouldBe(validated.Problems);
    }
}
