namespace Pipeline.Core.Stages;

public class StageReasonTests
{
    [Fact]
    public void ToString_EverySubtype_IsASentence()
    {
        StageReason[] reasons =
        [
            new StageReason.NeverRan(), new StageReason.Forced(), new StageReason.Interrupted(),
            new StageReason.RecordUnreadable("why"), new StageReason.ToolkitChanged("1", "2"),
            new StageReason.InputChanged("a"), new StageReason.InputAdded("a"), new StageReason.InputRemoved("a"),
            new StageReason.VersionChanged("a", "1", "2"),
            new StageReason.OutputAdded("a"), new StageReason.OutputMissing("a"), new StageReason.OutputChanged("a"),
        ];

        reasons.Select(x => x.ToString()).ShouldBeUnique();
        reasons.Select(x => x.GetType()).ShouldBe(typeof(StageReason).GetNestedTypes(), ignoreOrder: true);
    }
}
