using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Execution;

/// <summary>A target of this build, with what its definition said and what became of it.</summary>
public class ExecutableTarget
{
    internal ITargetDefinition Definition { get; set; }

    public List<Action> Actions { get; } = [];
    public IReadOnlyCollection<ExecutableTarget> AllDependencies =>
        [.. ExecutionDependencies.Concat(OrderDependencies).Concat(TriggerDependencies).Distinct()];
    public LookupTable<ExecutableTarget, string> ArtifactDependencies { get; } = new();
    public List<string> ArtifactProducts { get; } = [];
    public bool AssuredAfterFailure { get; internal set; }
    public List<LambdaExpression> DelegateRequirements { get; } = [];
    public DependencyBehavior DependencyBehavior { get; internal set; }
    public string Description { get; set; }
    public TimeSpan Duration { get; internal set; }
    public List<(string, Func<bool>)> DynamicConditions { get; } = [];
    public List<ExecutableTarget> ExecutionDependencies { get; } = [];
    public Delegate Factory { get; set; }
    public bool Invoked { get; set; }
    public bool IsDefault { get; set; }
    public bool Listed { get; set; } = true;
    public MemberInfo Member { get; set; }
    public string Name { get; set; }
    public string OnlyWhen { get; set; }
    public List<ExecutableTarget> OrderDependencies { get; } = [];
    public int? PartitionSize { get; set; }
    public bool ProceedAfterFailure { get; internal set; }
    public string Skipped { get; set; }
    public List<(string, Func<bool>)> StaticConditions { get; } = [];
    public ExecutionStatus Status { get; set; }
    public Dictionary<string, string> SummaryInformation { get; } = [];
    public List<ToolRequirement> ToolRequirements { get; } = [];
    public List<ExecutableTarget> TriggerDependencies { get; } = [];
    public List<ExecutableTarget> Triggers { get; } = [];
}
