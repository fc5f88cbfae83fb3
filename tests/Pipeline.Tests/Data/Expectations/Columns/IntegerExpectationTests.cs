namespace Pipeline.Data.Expectations.Columns;

public sealed class IntegerExpectationTests
{
    private const string Section = "path: data.csv\nlabel: {column: y, positive: \"yes\"}\ncolumns: {n: integer}";

    private const string TooLong =
        "count of values that are no integer up to 9007199254740992 (declare ids that are longer as identifier) in column 'n'";

    [Theory]
    [InlineData("9007199254740992,-9007199254740992", null)]
    [InlineData("1,1.5", "count of values that are no integer in column 'n' is 1; at most 0 is required.")]
    [InlineData("1,some", "count of values that are no integer in column 'n' is 1; at most 0 is required.")]
    [InlineData("1,1234567890123456789", TooLong + " is 1; at most 0 is required.")]
    [InlineData("9007199254740993,1.5", TooLong + " is 2; at most 0 is required.")]
    [InlineData("1,-1e40", TooLong + " is 1; at most 0 is required.")]
    public async Task Integer_BeyondWhatNumbersHold_IsToldWithTheLimitAndWhatToWrite(string values, string? failure)
    {
        var rows = values.Split(',').Concat(["2", "3", "4", "5", "6"]).Select((x, i) => $"{x},{(i % 2 == 0 ? "yes" : "no")}\n");
        using var dataset = new SomeDataset(Section, "n,y\n" + string.Concat(rows));

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Report.Failures.SingleOrDefault(x => x.Check.Id == "n/type")?.Verdict.Reason.ShouldBe(failure);
        document.Report.Failures.Count(x => x.Check.Id == "n/type").ShouldBe(failure is null ? 0 : 1);
    }
}
