using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Delivery.Reports;
using Pipeline.Models.Documents;

namespace Pipeline.Targets.Delivery;

public class DatasetTextTests
{
    [Fact]
    public void Check_ThatFails_IsToldWithReasonRowsAndValues()
    {
        var lines = DatasetText.Of(Document(new Criterion.AtMost(0), 2));

        lines.ShouldBe(
        [
            "failed        age/values  2 (at most 0)",
            "              count is 2; at most 0 is required.",
            "              value-out-of-range: 2 rows (0.2%), the first in lines 7, 9",
            "              line 7: age = '-5'",
        ]);
    }

    [Fact]
    public void Check_ThatPasses_IsOneLine() =>
        DatasetText.Of(Document(new Criterion.AtMost(3), 2)).ShouldBe(["passed        age/values  2 (at most 3)"]);

    private static DatasetDocument Document(Criterion criterion, double value)
    {
        var check = new Check { Id = "age/values", Criterion = criterion };
        var digest = Digest.OfBytes([]);
        return new DatasetDocument
        {
            Path = "data.csv",
            Data = digest,
            Size = 0,
            Rows = 1000,
            Columns = [],
            Label = new DatasetLabel { Column = "y" },
            Split = new DatasetSplit("random", 800, 200, digest),
            Report = new CheckReport([check.Judge(new Measurement { Name = "count", Value = value })]),
            Evidence =
            [
                new CheckEvidence("age/values", DataAnomaly.ValueOutOfRange, 2, 0.002, [7, 9])
                {
                    Examples = [new ExampleRow { Line = 7, Values = new Dictionary<string, string> { ["age"] = "-5" } }],
                },
            ],
        };
    }
}
