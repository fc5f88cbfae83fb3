using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pipeline.Models;

public class AnswerFormTests
{
    [Fact]
    public void Write_TwoClasses_HasScoreAndProbability() =>
        Told(Some.Signature, 1.5, 0.5).ShouldBe(("""{"score":1.5,"probability":0.5}""", "yes", 0.5));

    [Fact]
    public void Write_SeveralClasses_HasTheProbabilityOfEachByItsName() =>
        Told(Some.Species, 0.25, 0.5, 0.25)
            .ShouldBe(("""{"probabilities":{"Adelie":0.25,"Chinstrap":0.5,"Gentoo":0.25}}""", "Chinstrap", 0.5));

    [Fact]
    public void Label_ClassesThatTie_IsTheFirst() => Told(Some.Species, 0.25, 0.375, 0.375).Label.ShouldBe("Chinstrap");

    [Fact]
    public void Write_ANumber_HasNoLabel() => Told(Some.Fare, 12.5).ShouldBe(("""{"value":12.5}""", null, 12.5));

    [Fact]
    public void Label_ByTheSignaturesOwnRule_IsAnother()
    {
        var rule = DecisionRule.Threshold.Usual with { Tie = TiedClass.Negative };
        var strict = Some.Signature with { Decision = rule };

        Told(strict, 1.5, 0.5).Label.ShouldBe("no");
    }

    private static (string Json, string? Label, double Decisive) Told(ModelSignature signature, params double[] answers)
    {
        var form = new AnswerForm(signature);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            form.Write(writer, answers);
            writer.WriteEndObject();
        }

        return (Encoding.UTF8.GetString(buffer.WrittenSpan), form.Label(answers), form.Decisive(answers));
    }
}
