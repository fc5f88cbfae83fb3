using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Trains the model on the train rows.</summary>
public interface ITrain : IValidateData, IHasJobs
{
    Target Train => _ => _
        .Description("Trains the model")
        .DependsOn<IValidateData>()
        .Executes(() => Delivery.TrainAsync(Cancellation));
}

/// <summary>Judges the model by the test rows and the gates.</summary>
public interface IEvaluate : ITrain
{
    Target Evaluate => _ => _
        .Description("Judges the model by its gates")
        .DependsOn<ITrain>()
        .Executes(() => Delivery.EvaluateAsync(Cancellation));
}

/// <summary>Makes the image of the model.</summary>
public interface IPackage : IEvaluate
{
    Target Package => _ => _
        .Description("Packages the model into a container image")
        .DependsOn<IEvaluate>()
        .Executes(() => Delivery.PackageAsync(Cancellation));
}

/// <summary>Gives the model its version and keeps everything that belongs to it.</summary>
public interface IRegister : IEvaluate
{
    Target Register => _ => _
        .Description("Registers the model's version")
        .DependsOn<IEvaluate>()
        .Executes(() => Delivery.RegisterAsync(Cancellation));
}

/// <summary>Writes the model card of the registered version.</summary>
public interface IWriteModelCard : IRegister
{
    Target WriteModelCard => _ => _
        .Description("Writes the model card")
        .DependsOn<IRegister>()
        .Executes(() => Delivery.WriteModelCardAsync(Cancellation));
}

/// <summary>Writes the technical documentation that Annex IV of the AI Act asks for.</summary>
public interface IWriteDossier : IWriteModelCard, IPackage
{
    [Parameter("Fails where something is missing in the dossier, instead of only saying so")]
    bool Strict => TryGetValue<bool?>(() => Strict) ?? false;

    Target WriteDossier => _ => _
        .Description("Writes the technical documentation after Annex IV, and says what is missing")
        .DependsOn<IWriteModelCard>()
        .DependsOn<IPackage>()
        .Executes(() => Delivery.WriteDossierAsync(Strict, Cancellation));
}

/// <summary>Writes the release for clusters and for Compose, as files that others apply.</summary>
public interface IWriteManifests : IRegister, IPackage, IHasEnvironment
{
    Target WriteManifests => _ => _
        .Description("Writes the release as files for Compose, Kubernetes and KServe; applies nothing")
        .DependsOn<IRegister>()
        .DependsOn<IPackage>()
        .Executes(() => Delivery.WriteManifestsAsync(Cancellation));
}

/// <summary>Rolls the image out to the environments, one after another.</summary>
public interface IDeploy : IWriteModelCard, IPackage, IHasEnvironment
{
    [Parameter("Queues behind whoever is at work on the same thing, instead of ending with exit code 3")]
    bool Wait => TryGetValue<bool?>(() => Wait) ?? false;

    [Parameter("Rolls out also what a person took back")]
    bool Again => TryGetValue<bool?>(() => Again) ?? false;

    Target Deploy => _ => _
        .Description("Rolls the image out in stages")
        .DependsOn<IWriteModelCard>()
        .DependsOn<IPackage>()
        .Executes(() => Delivery.DeployAsync(Again, Cancellation));
}

/// <summary>The whole way, from data to production.</summary>
public interface IRelease : IDeploy
{
    Target Release => _ => _
        .Description("All of it: from data to production")
        .DependsOn<IDeploy>()
        .Executes(() => Delivery.SummarizeReleaseAsync(Cancellation));
}

/// <summary>Says beforehand what Release would run and why, and how long it took last time.</summary>
public interface IPlanRelease : IHasModel
{
    Target PlanRelease => _ => _
        .Description("Says what Release would run, why, and how long it took last time")
        .Executes(() => Delivery.PlanReleaseAsync(Cancellation));
}

/// <summary>Says which trainers a manifest may name, and which options each of them has.</summary>
public interface IListTrainers : IHasModel
{
    Target ListTrainers => _ => _
        .Description("Lists trainers and their options")
        .Executes(() => Delivery.ShowTrainers());
}
