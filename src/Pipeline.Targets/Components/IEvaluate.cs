using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Judges the model by the test rows and the gates.</summary>
public interface IEvaluate : ITrain
{
    Target Evaluate => _ => _
        .Description("Judges the model by its gates")
        .DependsOn<ITrain>()
        .Executes(() => Delivery.EvaluateAsync(Cancellation));
}
