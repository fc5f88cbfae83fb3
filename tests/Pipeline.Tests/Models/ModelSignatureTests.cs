using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Models;

public class ModelSignatureTests
{
    [Fact]
    public void Read_WhatToBytesMade_MakesTheSameBytes()
    {
        var bytes = Some.Signature.ToBytes();

        var read = ModelSignature.Read(bytes, "signature.json").Value;

        read.ToBytes().ShouldBe(bytes);
        read.Inputs[1].Categories.ShouldBe(["car", "home"]);
    }

    [Fact]
    public void Read_WhatValuesMean_IsAsItWasWritten()
    {
        var signature = Some.Signature with
        {
            Inputs =
            [
                Some.Signature.Inputs[0] with { DataType = DataType.Integer, Accepts = new Criterion.Between(0, 9) },
                Some.Signature.Inputs[1] with { DataType = DataType.Boolean },
            ],
            Spellings = new ValueSpellings { Missing = ["-999"] },
            Unseen = UnseenPolicy.Refuse,
            Decision = new DecisionRule(ModelOutputs.Score, 0.25) { Tie = TiedClass.Negative },
        };

        var read = ModelSignature.Read(signature.ToBytes(), "signature.json").OrThrow();

        read.Inputs[0].ShouldBe(signature.Inputs[0]);
        read.Inputs[1].DataType.ShouldBe(DataType.Boolean);
        read.Spellings.Missing.ShouldBe(["-999"]);
        (read.Unseen, read.Decision).ShouldBe((signature.Unseen, signature.Decision));
    }

    [Theory]
    [InlineData("{", "signature.json:1")]
    [InlineData("null", "signature.json: The signature names no inputs or no outputs.")]
    [InlineData("{}", "is missing.")]
    public void Read_SomethingElse_IsAProblem(string json, string sentence)
    {
        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(json), "signature.json");

        read.Problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
    }

    [Fact]
    public void Read_SchemaOfTheFuture_NamesBoth()
    {
        var json = Encoding.UTF8.GetString(Some.Signature.ToBytes()).Replace("/v2", "/v3", StringComparison.Ordinal);

        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(json), "signature.json");

        read.Problems.ShouldHaveSingleItem().Message
            .ShouldBe("The signature's schema is 'pipeline/signature/v3'; 'pipeline/signature/v2' is read here.");
    }

    [Fact]
    public void Read_SignatureOfTheFirstToolkit_SaysThatNothingReadsIt()
    {
        var json = Encoding.UTF8.GetString(Some.Signature.ToBytes())
            .Replace("/v2", "/v1", StringComparison.Ordinal)
            .Replace("\"flavor\":\"fake\"", "\"format\":\"ml.net\",\"mode\":\"polyfill\"", StringComparison.Ordinal);

        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(json), "signature.json");

        read.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "signature.json: A toolkit before 0.2 saved this model in a format that nothing reads any more.");
    }

    [Fact]
    public void Check_ColumnMissingAndColumnOfAnotherType_ReportsBoth()
    {
        var problems = Some.Signature.Check(new Table(new TextColumn("incom", ["1"]), new NumberColumn("purpose", [1])));

        problems.Select(x => x.ToString()).ShouldBe(
        [
            "The model reads 'income', and there is no such column. Did you mean 'incom'?",
            "The model reads 'purpose' as categories, and the column has numbers.",
        ]);
    }

    [Theory]
    [InlineData(UnseenPolicy.Warn, new[] { 0, 2, 3, 4 })]
    [InlineData(UnseenPolicy.Refuse, new[] { 0, 2 })]
    public void AnsweredRows_ByPolicy_AreThoseThatAServerAnswers(UnseenPolicy policy, int[] expected)
    {
        var inputs = Some.Signature.Inputs.ToList();
        inputs[0] = inputs[0] with { Accepts = new Criterion.AtMost(9) };
        var purposes = new CategoryColumnBuilder("purpose");
        purposes.Append("car");
        purposes.AppendMissing();
        foreach (var purpose in new[] { "home", "boat", "car" })
            purposes.Append(purpose);
        var rows = new Table(new NumberColumn("income", [1, 1, double.NaN, 1, 10]), purposes.Build());

        var answered = (Some.Signature with { Inputs = inputs, Unseen = policy }).AnsweredRows(rows);

        answered.ShouldBe(expected);
    }

    [Fact]
    public void Check_ColumnWithoutAnyValue_FitsEveryInput()
    {
        var empty = new Table(new TextColumn("income", [null]), new NumberColumn("purpose", [double.NaN]));

        var problems = Some.Signature.Check(empty);

        problems.ShouldBeEmpty();
    }
}
