using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading.Tasks;
using Nuke.Common.Tooling;

namespace Nuke.Common.Execution;

/// <summary>Collects what the definition of one target says; relations to other targets are kept until all are known.</summary>
internal sealed partial class TargetDefinition(
    NukeBuild build, ExecutableTarget target, Stack<Target> baseDefinitions) : ITargetDefinition
{
    public List<TargetRelation> Relations { get; } = [];

    public ITargetDefinition Description(string description) => With(() => target.Description = description);

    public ITargetDefinition Executes(params Action[] actions) => With(() => target.Actions.AddRange(actions));

    public ITargetDefinition Executes<T>(Func<T> action) => With(() => target.Actions.Add(() => Complete(action() as Task)));

    public ITargetDefinition Executes(Func<Task> action) => With(() => target.Actions.Add(() => Complete(action())));

    public ITargetDefinition Produces(params string[] artifacts) => With(() => target.ArtifactProducts.AddRange(artifacts));

    public ITargetDefinition Requires<T>(
        Expression<Func<T>> parameterRequirement,
        params Expression<Func<T>>[] parameterRequirements)
        where T : class =>
        With(() => target.DelegateRequirements.AddRange([parameterRequirement, .. parameterRequirements]));

    public ITargetDefinition Requires<T>(
        Expression<Func<T?>> parameterRequirement,
        params Expression<Func<T?>>[] parameterRequirements)
        where T : struct =>
        With(() => target.DelegateRequirements.AddRange([parameterRequirement, .. parameterRequirements]));

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) =>
        With(() => target.DelegateRequirements.AddRange([requirement, .. requirements]));

    public ITargetDefinition Requires(Expression<Func<Tool>> tool, params Expression<Func<Tool>>[] tools) =>
        With(() => target.DelegateRequirements.AddRange([tool, .. tools]));

    public ITargetDefinition Requires<T>()
        where T : IRequireTool =>
        throw new NotSupportedException(
            $"This build of Nuke.Common does not install tools, so '{target.Name}' cannot require '{typeof(T).Name}'.");

    public ITargetDefinition Requires<T>(string version)
        where T : IRequireToolWithVersion =>
        throw new NotSupportedException(
            $"This build of Nuke.Common does not install tools, so '{target.Name}' cannot require '{typeof(T).Name} {version}'.");

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string conditionExpression = null) =>
        With(() => target.StaticConditions.Add((Body(conditionExpression), condition)));

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string conditionExpression = null) =>
        With(() => target.DynamicConditions.Add((Body(conditionExpression), condition)));

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) =>
        With(() => target.DependencyBehavior = dependencyBehavior);

    public ITargetDefinition ProceedAfterFailure() => With(() => target.ProceedAfterFailure = true);

    public ITargetDefinition AssuredAfterFailure() => With(() => target.AssuredAfterFailure = true);

    public ITargetDefinition Unlisted() => With(() => target.Listed = false);

    public ITargetDefinition Partition(int size) => With(() => target.PartitionSize = size);

    public ITargetDefinition Inherit(params Target[] targets) => With(() => Array.ForEach(targets, x => x(this)));

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets) =>
        With(() => Array.ForEach(targets, x => InheritedMember.Definition(x, build)(this)));

    public ITargetDefinition Base() => With(() =>
    {
        if (!baseDefinitions.TryPop(out var definition))
            throw new InvalidOperationException($"Target '{target.Name}' overrides no other target.");
        definition(this);
    });

    private static void Complete(Task task) => task?.GetAwaiter().GetResult();

    private static string Body(string expression) =>
        expression is not null && expression.StartsWith("() =>", StringComparison.Ordinal) ? expression[5..].Trim() : expression;

    private TargetDefinition With(Action change)
    {
        change();
        return this;
    }
}
