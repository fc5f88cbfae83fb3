namespace Pipeline.Delivery.Stages;

/// <summary>What a step reads. Where another step makes it, that one comes first.</summary>
public abstract record StageInput
{
    private StageInput(DeliveryStep? producer = null) => Producer = producer;

    /// <summary>The step that makes it; null for what is there without one.</summary>
    public DeliveryStep? Producer { get; }

    /// <summary>A section of model.yml, or one of its single values.</summary>
    public sealed record ManifestSection(string Name) : StageInput;

    /// <summary>The files of the dataset, those that expectations refer to, and the pointer of its version.</summary>
    public sealed record DataFiles : StageInput;

    /// <summary>Everything that the team's own class library is made of.</summary>
    public sealed record ExtensionSources : StageInput;

    /// <summary>The code of a trainer that is not the build's: then all that the team's library is made of.</summary>
    public sealed record TrainerCode : StageInput;

    /// <summary>The files that the trainer reads beside the rows: a model made elsewhere, a script.</summary>
    public sealed record TrainerFiles : StageInput;

    /// <summary>The code of the flavor of a model that was trained, where it is not the build's.</summary>
    public sealed record FlavorCode(DeliveryStep By) : StageInput(By);

    /// <summary>The time, as exactly as an expectation asks for it; nothing where none does.</summary>
    public sealed record ClockBucket : StageInput;

    /// <summary>The rows as they were validated, without the verdicts, which nothing that comes later reads.</summary>
    public sealed record ValidatedRows(DeliveryStep By) : StageInput(By);

    /// <summary>The model artifact and its signature.</summary>
    public sealed record ModelFiles(DeliveryStep By) : StageInput(By);

    /// <summary>A document that another step wrote.</summary>
    /// <param name="By">Writes it.</param>
    /// <param name="File">Within the artifacts of the model.</param>
    public sealed record StageDocument(DeliveryStep By, string File) : StageInput(By);

    /// <summary>That the model passed. It is no part of a fingerprint: without it there is no step to come.</summary>
    public sealed record PassedGates(DeliveryStep By) : StageInput(By);

    /// <summary>What cross-validation came to, where a gate is held against it.</summary>
    public sealed record CrossValidated(DeliveryStep By) : StageInput(By);

    /// <summary>The model that new ones are compared with.</summary>
    public sealed record ComparedModel : StageInput;

    /// <summary>What people know that a model must do, beside the manifest.</summary>
    public sealed record BehaviourTestFile : StageInput;

    /// <summary>The number that the registry gave.</summary>
    public sealed record RegisteredVersion(DeliveryStep By) : StageInput(By);

    /// <summary>The team's own templates, and the toolkit's.</summary>
    public sealed record TemplateFiles : StageInput;

    /// <summary>The package of the inference server by its version, and the processor that it is for.</summary>
    public sealed record ServerProgram : StageInput;

    /// <summary>Each library of the machine that the image takes.</summary>
    public sealed record BaseImage : StageInput;

    /// <summary>The image by its digest.</summary>
    public sealed record PackagedImage(DeliveryStep By) : StageInput(By);

    /// <summary>What a person reads before the model is let out.</summary>
    public sealed record WrittenCard(DeliveryStep By) : StageInput(By);

    /// <summary>What answers in the environments.</summary>
    public sealed record RolledOutImage(DeliveryStep By) : StageInput(By);
}
