using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Trains the model on the train rows.</summary>
public interface ITrain : IValidateData
{
    Target Train => _ => _
        .Description("Trains the model")
        .DependsOn<IValidateData>()
        .Executes(() => Delivery.TrainAsync(Cancellation));
}
