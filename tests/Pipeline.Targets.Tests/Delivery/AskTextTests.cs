using System.Text.Json;
using Pipeline.Delivery.Reports;
using Pipeline.Deployment.Probes;

namespace Pipeline.Targets.Delivery;

public sealed class AskTextTests
{
    [Fact]
    public void Row_WithQuotes_IsOneArgumentOfTheShell()
    {
        var row = new ReferenceRow(JsonSerializer.SerializeToElement(new { name = "O'Hara $HOME `x`" }), default);

        var command = AskText.Of("127.0.0.1:8081", [row])[1];

        command.ShouldEndWith("-d '{\"name\":\"O'\\''Hara $HOME `x`\"}'");
    }

    [Fact]
    public void Row_WithMostValues_IsTheOneThatIsShown()
    {
        ReferenceRow[] rows =
        [
            new(JsonSerializer.SerializeToElement(new { island = "Biscoe" }), default),
            new(JsonSerializer.SerializeToElement(new { island = "Dream", mass = 3800 }), default),
        ];

        AskText.Of("127.0.0.1:8081", rows)[1].ShouldContain("Dream");
    }

    [Fact]
    public void NoRow_ThatMayBeShown_PointsToWhatTheModelWants() =>
        AskText.Of("127.0.0.1:8081", []).ShouldBe(["Ask what it wants to be asked:  curl -s http://127.0.0.1:8081/model"]);
}
