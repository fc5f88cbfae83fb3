namespace Pipeline.Models;

public class DecisionRuleTests
{
    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.49999999999999994, false)]
    [InlineData(1, true)]
    [InlineData(double.NaN, false)]
    public void Answer_AtOrAboveTheThreshold_IsPositive(double answer, bool expected) =>
        DecisionRule.Threshold.Usual.IsPositive(answer).ShouldBe(expected);

    [Fact]
    public void Answer_ThatTies_GoesByTheRule() =>
        (DecisionRule.Threshold.Usual with { Tie = TiedClass.Negative }).IsPositive(0.5).ShouldBeFalse();

    [Fact]
    public void Signature_ThatDecidesByNoOutput_IsRefused()
    {
        var signature = Some.Signature with { Decision = new DecisionRule.Threshold("margin", 0) };

        var read = ModelSignature.Read(signature.ToBytes(), "signature.json");

        read.Problems.ShouldHaveSingleItem().Message
            .ShouldBe("The signature decides by 'margin', which is none of its outputs.");
    }

    [Theory]
    [InlineData(new[] { 0.2, 0.5, 0.3 }, 1)]
    [InlineData(new[] { 0.4, 0.2, 0.4 }, 0)]
    [InlineData(new[] { double.NaN, 0.1, 0.1 }, 1)]
    [InlineData(new[] { double.NaN, double.NaN }, 0)]
    [InlineData(new[] { 1.0 }, 0)]
    public void Choose_TheMostProbable_IsTheFirstOfThoseThatTie(double[] probabilities, int expected) =>
        DecisionRule.ArgMax.Choose(probabilities).ShouldBe(expected);
}
