namespace Pipeline.Targets.Delivery;

/// <summary>What a person is shown: the report of an evaluation, and a card that says what changed.</summary>
public sealed class CardChangesTests : IDisposable
{
    private readonly DeliveryRoot _root = new();

    [Fact]
    public void Card_OfASecondVersion_SaysWhatChangedSinceTheFirst()
    {
        var first = _root.Run("WriteModelCard");
        first.ExitCode.ShouldBe(0, first.Text);
        first.Output.ShouldContain("Report with figures: artifacts/loan-default/evaluation.html");
        _root.Read("artifacts/loan-default/evaluation.html").ShouldContain("ROC curve");
        _root.Read("artifacts/loan-default/model-card.md").ShouldNotContain("What changed since");
        _root.Write("artifacts/loan-default/figures/of-an-older-model.svg", "<svg/>");
        _root.Change("trees: 60", "trees: 20");

        var second = _root.Run("WriteModelCard");

        second.ExitCode.ShouldBe(0, second.Text);
        var card = _root.Read("artifacts/loan-default/model-card.md");
        card.ShouldContain("## What changed since v1\n");
        card.ShouldMatch(@"\| params\.trees \| 60 \| 20 \|");
        card.ShouldMatch(@"\| roc\\_auc \| 0\.\d+ \| 0\.\d+ \| [+−]?0\.?\d* \|");
        card.ShouldNotContain("### Data since");
        card.ShouldContain("![ROC curve](figures/roc.svg)");
        _root.Has("artifacts/loan-default/figures/roc.svg").ShouldBeTrue();
        _root.Has("artifacts/loan-default/figures/of-an-older-model.svg").ShouldBeFalse();
        _root.Run("WriteModelCard").Output.ShouldContain("write-model-card is up to date");
    }

    public void Dispose() => _root.Dispose();
}
