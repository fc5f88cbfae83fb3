namespace Microsoft.ML.Trainers;

public abstract class TrainerInputBaseWithGroupId
{
    public string FeatureColumnName = "Features";
    public string LabelColumnName = "Label";

    private protected TrainerInputBaseWithGroupId()
    {
    }
}
