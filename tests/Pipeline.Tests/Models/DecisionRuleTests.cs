namespace Pipeline.Models;

public class DecisionRuleTests
{
    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.49999999999999994, false)]
    [InlineData(1, true)]
    [InlineData(double.NaN, false)]
    public void Answer_AtOrAboveTheThreshold_IsPositive(double answer, bool expected) =>
        DecisionRule.Usual.IsPositive(answer).ShouldBe(expected);

    [Fact]
    public void Answer_ThatTies_GoesByTheRule() =>
        (DecisionRule.Usual with { Tie = TiedClass.Negative }).IsPositive(0.5).ShouldBeFalse();

    [Fact]
    public void Signature_ThatDecidesByNoOutput_IsRefused()
    {
        var signature = Some.Signature with { Decision = new DecisionRule("margin", 0) };

        var read = ModelSignature.Read(signature.ToBytes(), "signature.json");

        read.Problems.ShouldHaveSingleItem().Message
            .ShouldBe("The signature decides by 'margin', which is none of its outputs.");
    }
}
