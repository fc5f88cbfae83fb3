using Nuke.Common;
using Pipeline.Targets.Delivery;

namespace Pipeline.Targets.Components;

/// <summary>Trains the model on the train rows.</summary>
public interface ITrain : IValidateData
{
    Target Train => _ => _
        .Description("Trains the model")
        .DependsOn<IValidateData>()
        .Executes(async () => await (await DeliveryRun.OpenAsync(this)).TrainAsync());
}
