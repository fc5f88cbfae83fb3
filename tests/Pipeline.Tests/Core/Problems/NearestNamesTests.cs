namespace Pipeline.Core.Problems;

public class NearestNamesTests
{
    private static readonly string[] Known =
        ["trainer", "options", "seed", "learning-rate", "leaves", "trees", "evaluation", "roc_auc", "no-worse-than", "at-least"];

    [Theory]
    [InlineData("tree", "trees")]
    [InlineData("sede", "seed")]
    [InlineData("ROC-AUC", "roc_auc")]
    [InlineData("learnin_rate", "learning-rate")]
    [InlineData("eval", "evaluation")]
    [InlineData("no-worse", "no-worse-than")]
    [InlineData("atleast", "at-least")]
    public void Of_TypoCasePrefixOrUnderscore_FindsTheName(string written, string expected) =>
        NearestNames.Of(written, Known)[0].ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("completely-different")]
    public void Of_NothingNear_IsEmpty(string written) => NearestNames.Of(written, Known).ShouldBeEmpty();

    [Fact]
    public void Of_ManyNear_AreThreeAndSortedWhateverTheOrder()
    {
        string[] names = ["gate4", "gate2", "gate1", "gate3"];

        NearestNames.Of("gate", names).ShouldBe(["gate1", "gate2", "gate3"]);
        NearestNames.Of("gate", names.Reverse()).ShouldBe(["gate1", "gate2", "gate3"]);
    }

    [Fact]
    public void Of_HugeName_IsAnsweredAtOnce() =>
        NearestNames.Of(new string('x', 1_000_000), Known).ShouldBeEmpty();

    [Fact]
    public void Hint_NothingNear_ListsWhatIsKnown() =>
        NearestNames.Hint("zzz", ["b", "a"]).ShouldBe("Known here: a, b.");

    [Fact]
    public void Hint_Near_AsksForIt() =>
        NearestNames.Hint("sed", Known).ShouldBe("Did you mean 'seed'?");
}
