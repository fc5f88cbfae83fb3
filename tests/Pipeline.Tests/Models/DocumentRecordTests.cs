using System.Reflection;
using System.Runtime.CompilerServices;
using Pipeline.Models.Documents;

namespace Pipeline.Models;

/// <summary>Documents are written without what is null: a reader that insists on it would refuse what was written.</summary>
public sealed class DocumentRecordTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static IEnumerable<Type> Records => typeof(EvaluationDocument).Assembly.GetExportedTypes()
        .Where(type => type.Namespace == typeof(EvaluationDocument).Namespace);

    [Fact]
    public void Parameter_ThatMayBeNull_HasADefault() =>
        Records.SelectMany(type => type.GetConstructors()).SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => !parameter.HasDefaultValue && IsNullable(Nullability.Create(parameter)))
            .Select(parameter => $"{parameter.Member.DeclaringType!.Name}.{parameter.Name}")
            .ShouldBeEmpty();

    [Fact]
    public void Property_ThatMayBeNull_IsNotRequired() =>
        Records.SelectMany(type => type.GetProperties())
            .Where(property => property.IsDefined(typeof(RequiredMemberAttribute)) && IsNullable(Nullability.Create(property)))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
            .ShouldBeEmpty();

    private static bool IsNullable(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable;
}
