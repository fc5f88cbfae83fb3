using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Features;
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
            Decision = new DecisionRule.Threshold(ModelOutputs.Score, 0.25) { Tie = TiedClass.Negative },
        };

        var read = ModelSignature.Read(signature.ToBytes(), "signature.json").OrThrow();

        read.Inputs[0].ShouldBe(signature.Inputs[0]);
        read.Inputs[1].DataType.ShouldBe(DataType.Boolean);
        read.Spellings.Missing.ShouldBe(["-999"]);
        (read.Unseen, read.Decision).ShouldBe((signature.Unseen, signature.Decision));
    }

    [Theory]
    [InlineData("{", "signature.json:1")]
    [InlineData("null", "signature.json: The file names no schema; 'pipeline/signature/v3' is read here.")]
    [InlineData("{}", "The file names no schema;")]
    public void Read_SomethingElse_IsAProblem(string json, string sentence)
    {
        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(json), "signature.json");

        read.Problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
    }

    [Fact]
    public void Read_SchemaOfTheFuture_NamesBoth()
    {
        var json = Encoding.UTF8.GetString(Some.Signature.ToBytes()).Replace("/v3", "/v4", StringComparison.Ordinal);

        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(json), "signature.json");

        read.Problems.ShouldHaveSingleItem().Message
            .ShouldBe("The signature's schema is 'pipeline/signature/v4'; 'pipeline/signature/v3' is read here.");
    }

    /// <summary>Its digest is the model's name, so that it must be written again as it was.</summary>
    [Fact]
    public void Read_SignatureWithoutFeatures_IsWrittenAsItWas()
    {
        var old = Encoding.UTF8.GetString(Some.Signature.ToBytes());
        old.ShouldNotContain("\"feature\"");
        old.ShouldNotContain("\"crosses\"");

        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(old), "signature.json").OrThrow();

        read.Inputs.ShouldAllBe(input => input.Feature == null);
        Encoding.UTF8.GetString(read.ToBytes()).ShouldBe(old);
    }

    [Fact]
    public void Read_SignatureWithEachFeature_IsTheSame()
    {
        Feature[] features =
        [
            new Feature.Number { Missing = Imputation.Median, Fill = 1.5, Scale = Scale.Robust, Center = 1, Spread = 2 },
            new Feature.OneHot { Kept = ["a", "b"] }, new Feature.Hash(14), new Feature.Text { RemoveWords = ["a"] },
            new Feature.TimestampParts { Parts = [TimestampPart.DayOfWeek], Since = DateTimeOffset.UnixEpoch },
            new Feature.Unused(),
        ];
        var signature = Some.Signature with
        {
            Inputs = [.. features.Select((feature, i) => Some.Signature.Inputs[0] with { Name = $"{i}", Feature = feature })],
            Crosses = [new FeatureCross(["1", "2"], 14)],
        };

        var read = ModelSignature.Read(signature.ToBytes(), "signature.json").OrThrow();

        read.ToBytes().ShouldBe(signature.ToBytes());
        read.Inputs.Select(input => input.Feature!.GetType()).ShouldBe(features.Select(feature => feature.GetType()));
    }

    [Fact]
    public void Read_SignatureOfTheFirstToolkit_SaysThatNothingReadsIt()
    {
        var json = Encoding.UTF8.GetString(Some.Signature.ToBytes())
            .Replace("/v3", "/v1", StringComparison.Ordinal)
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

    [Fact]
    public void Read_SignatureBeforeTasks_NamesBothSchemas()
    {
        var json =
            """
            {"decision":{"output":"probability","threshold":0.5,"tie":"positive"},"flavor":"fake","inputs":[],
            "label":{"column":"y","negative":"no","positive":"yes"},"schema":"pipeline/signature/v2"}
            """u8;

        var read = ModelSignature.Read(json, "signature.json");

        read.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "signature.json: The signature's schema is 'pipeline/signature/v2'; 'pipeline/signature/v3' is read here.");
    }

    [Fact]
    public void Read_SignatureOfAnyTask_IsAsItWasWritten()
    {
        foreach (var signature in new[] { Some.Signature, Some.Species, Some.Fare })
        {
            var read = ModelSignature.Read(signature.ToBytes(), "signature.json").OrThrow();

            (read.Task, read.Label, read.Decision).ShouldBe((signature.Task, signature.Label, signature.Decision));
            read.ToBytes().ShouldBe(signature.ToBytes());
        }
    }

    [Theory]
    [InlineData(ModelTask.Regression, "The signature's label or decision is not one of regression.")]
    [InlineData(
        ModelTask.BinaryClassification, "The signature's label or decision is not one of binary classification.")]
    public void Read_LabelOfAnotherTask_IsAProblem(ModelTask task, string sentence)
    {
        var signature = Some.Species with { Task = task };

        ModelSignature.Read(signature.ToBytes(), "").Problems.ShouldHaveSingleItem().Message.ShouldBe(sentence);
    }

    [Fact]
    public void Read_OutputsInAnotherOrderThanTheClasses_IsAProblem()
    {
        var signature = Some.Species with { Outputs = [.. Some.Species.Outputs.Reverse()] };

        ModelSignature.Read(signature.ToBytes(), "").Problems.ShouldHaveSingleItem().Message.ShouldBe(
            "The signature's outputs are not those of multiclass classification: "
            + "probabilities.Adelie, probabilities.Chinstrap, probabilities.Gentoo.");
    }
}
