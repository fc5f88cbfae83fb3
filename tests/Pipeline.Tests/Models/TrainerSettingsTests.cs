using Pipeline.Core.Problems;

namespace Pipeline.Models;

public class TrainerSettingsTests
{
    private static readonly TrainerOption[] Options =
    [
        new("trees", "How many trees.", 100, 1, 1000, IsWhole: true),
        new("learning-rate", "How much each tree counts.", 0.2, 0.001, 1, IsWhole: false),
    ];

    [Fact]
    public void Read_SomeOptions_FillsInTheOthers()
    {
        var settings = TrainerSettings.Read(Options, [new TrainerSetting("trees", 7)]).Value;

        settings.Values.ShouldBe(new Dictionary<string, double> { ["learning-rate"] = 0.2, ["trees"] = 7 });
        settings.Whole("trees").ShouldBe(7);
    }

    [Fact]
    public void Read_SeveralMistakes_ReportsThemAll()
    {
        var place = new SourceLocation("model.yml", 9, 3);

        var read = TrainerSettings.Read(
            Options,
            [
                new TrainerSetting("tree", 5, place),
                new TrainerSetting("learning-rate", 2),
                new TrainerSetting("learning-rate", double.NaN),
                new TrainerSetting("trees", 2.5),
                new TrainerSetting("trees", 5),
                new TrainerSetting("trees", 6),
            ]);

        read.Problems.Select(x => x.ToString()).ShouldBe(
        [
            "model.yml:9:3: The trainer has no option 'tree'. Did you mean 'trees'?",
            "'learning-rate' is 2; a number from 0.001 to 1 is accepted.",
            "'learning-rate' is NaN; a number from 0.001 to 1 is accepted.",
            "'trees' is 2.5; a whole number from 1 to 1000 is accepted.",
            "The option 'trees' is given twice.",
        ]);
    }

    [Fact]
    public void Number_OptionThatIsNotThere_IsACallersBug()
    {
        var settings = TrainerSettings.Read(Options, []).Value;

        Should.Throw<ArgumentException>(() => settings.Number("leaves"));
    }
}
