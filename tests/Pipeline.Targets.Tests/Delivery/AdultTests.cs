using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>A model of real data, which lies outside of the model's folder and of the repository.</summary>
public sealed partial class AdultTests : IDisposable
{
    private readonly DeliveryRoot _root = new();

    [Fact]
    public void Adult_FromDataToCard_IsRegisteredWithGoodMetrics()
    {
        Repository.Shared("data", "adult.csv");
        var manifest = Path.Combine(Repository.Root, "tests", "Manifests", "adult", "model.yml");

        var run = _root.Run(["WriteModelCard", "--model", manifest]);

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain("Rows: 32561");
        run.Output.ShouldContain("Version: 1, State: new");
        var auc = RocAuc().Match(run.Output).Groups["value"].Value;
        double.Parse(auc, CultureInfo.InvariantCulture).ShouldBeGreaterThan(0.92, run.Text);
        _root.Read("artifacts/adult/model-card.md").ShouldContain("adult");
    }

    public void Dispose() => _root.Dispose();

    [GeneratedRegex(@"roc_auc: (?<value>\d\.\d+)")]
    private static partial Regex RocAuc();
}
