using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OcppDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class RemovedChargePoints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsPurged",
                table: "ChargePoints",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "RemovedAt",
                table: "ChargePoints",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "IsPurged",
                table: "ChargePoints");

            migrationBuilder.DropColumn(
                name: "RemovedAt",
                table: "ChargePoints");
        }
    }
}
